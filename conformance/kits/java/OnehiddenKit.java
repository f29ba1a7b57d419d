// A network behind onehidden-conformance: copy this file beside yours, and let main call
// OnehiddenKit.serve(update, "hidden", "tanh", ...). Java 11 or later, no library.
//
// update is a function of a Vector that makes one step of training on v.X, v.y, v.wh, v.bh, v.wout, v.bout at v.rate. Matrices
// are arrays of rows; a bias that is not there is null. v.hidden, v.output, v.loss, v.reduction are words and v.decay is a weight
// decay, for a network that has several. It returns what it has computed, by the names of SPEC.md, section 3:
// Map.of("output", o, "updated_bh", bh, "loss", l), as numbers or as arrays of double, float or int. An exception with the message
// "skip: why" says what the network cannot do.
//
// Declared is what the network is (docs/testing-your-own.md): pairs of words, several with blanks between them: hidden,
// output, loss, reduction, biases, rate, rows, shapes ("d 784 h 300"), decay, labels, weights, samples, precision, trace (the
// steps that it returns), name, level.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

public final class OnehiddenKit {
    public static final class Vector {
        public double[][] X, y, wh, wout;
        public double[] bh, bout;
        public double rate, decay;
        public String hidden, output, loss, reduction;
    }

    public interface Update {
        Map<String, ?> of(Vector v) throws Exception;
    }

    public static void serve(Update update, String... declared) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err); // what the network prints
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null && !word(line, "command").equals("stop"); line = requests.readLine()) {
            answers.print((word(line, "command").equals("start") ? started(declared) : reply(update, line)) + "\n");
            answers.flush();
        }
    }

    private static String reply(Update update, String line) {
        String id = find(line, "\"id\": ?(\\d+)"), answer;
        try {
            List<String> steps = new ArrayList<>();
            update.of(vectorOf(line)).forEach((step, value) -> steps.add(quoted(step) + ":" + tensor(step, value)));
            answer = "\"result\":{\"steps\":{" + String.join(",", steps) + "}}";
        } catch (Exception | StackOverflowError | AssertionError crash) {
            String message = String.valueOf(crash.getMessage());
            if (message.startsWith("skip: ")) return "{\"id\":" + id + ",\"skipped\":" + quoted(message.substring(6)) + "}";
            crash.printStackTrace();
            answer = "\"error\":{\"code\":null,\"message\":" + quoted(crash.toString()) + "}";
        }
        return "{\"id\":" + id + "," + answer + "}";
    }

    // ---- reading: the value of a key in a line of the suite, which has each key once ---------------------------------

    private static String find(String line, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String word(String line, String key) {
        return find(line, "\"" + key + "\": ?\"(\\w+)\"");
    }

    private static Vector vectorOf(String line) {
        Vector v = new Vector();
        v.wh = matrix(line, "wh");
        if (v.wh == null) throw new UnsupportedOperationException("skip: it has a hidden layer");
        v.X = matrix(line, "X");
        v.y = matrix(line, "y");
        v.bh = numbers(line, "bh");
        v.wout = matrix(line, "wout");
        v.bout = numbers(line, "bout");
        v.rate = numbers(line, "learning_rate")[0];
        v.decay = numbers(line, "weight_decay") == null ? 0 : numbers(line, "weight_decay")[0];
        v.hidden = word(line, "hidden_activation");
        v.output = word(line, "output_activation");
        v.loss = word(line, "loss");
        v.reduction = word(line, "reduction");
        return v;
    }

    /** The numbers of a tensor, bit for bit; null if it is absent. */
    private static double[] numbers(String line, String key) {
        String tensor = find(line, "\"" + key + "\": ?(\\{[^}]*\\})");
        if (tensor.isEmpty()) return null;
        String[] bits = find(tensor, "\"bits\": ?\\[([^]]*)\\]").replaceAll("[^0-9a-f,]", "").split(",");
        return Arrays.stream(bits).mapToDouble(word -> Double.longBitsToDouble(Long.parseUnsignedLong(word, 16))).toArray();
    }

    private static double[][] matrix(String line, String key) {
        double[] numbers = numbers(line, key);
        if (numbers == null) return null;
        String[] shape = find(line, "\"" + key + "\": ?\\{[^}]*\"shape\": ?\\[([^]]*)\\]").replace(" ", "").split(",");
        int rows = Integer.parseInt(shape[0]), columns = shape.length > 1 ? Integer.parseInt(shape[1]) : 1; // 1: class numbers
        double[][] matrix = new double[rows][];
        for (int row = 0; row < rows; row++) matrix[row] = Arrays.copyOfRange(numbers, row * columns, (row + 1) * columns);
        return matrix;
    }

    // ---- writing -----------------------------------------------------------------------------------------------------

    private static String tensor(String step, Object value) {
        List<Integer> shape = new ArrayList<>();
        for (Object part = value; part.getClass().isArray(); part = Array.get(part, 0)) shape.add(Array.getLength(part));
        List<String> bits = new ArrayList<>();
        collect(value, bits);
        if (step.matches(".*_(bh|bout)") && shape.contains(1)) shape = List.of(bits.size()); // a bias may be a row or a column
        return "{\"shape\":" + shape + ",\"bits\":[" + String.join(",", bits) + "]}";
    }

    private static void collect(Object value, List<String> bits) {
        if (value instanceof Number) {
            bits.add(String.format("\"%016x\"", Double.doubleToRawLongBits(((Number) value).doubleValue())));
            return;
        }
        for (int i = 0; i < Array.getLength(value); i++) collect(Array.get(value, i), bits);
    }

    private static String quoted(String text) {
        String cut = text.length() > 2000 ? text.substring(0, 2000) : text;
        return "\"" + cut.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String words(String text) {
        return Arrays.stream(text.trim().split("\\s+")).map(OnehiddenKit::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    // ---- what is declared --------------------------------------------------------------------------------------------

    private static final Map<String, String> ABSENT =
            Map.of("none", " updated_bh| updated_bout", "hidden", " updated_bout", "output", " updated_bh");

    private static String started(String... declared) {
        Map<String, String> given = new TreeMap<>(Map.of("hidden", "sigmoid", "output", "sigmoid", "loss", "squared_error",
                "reduction", "sum", "biases", "both", "name", "my network", "level", "1"));
        for (int i = 0; i + 1 < declared.length; i += 2) given.put(declared[i], declared[i + 1]);
        String all = "output updated_wh updated_bh updated_wout updated_bout";
        given.putIfAbsent("trace", all.replaceAll(ABSENT.getOrDefault(given.get("biases"), "-"), ""));
        String name = quoted(given.remove("name")), level = given.remove("level");
        String language = quoted("Java " + System.getProperty("java.version"));
        String parts = given.entrySet().stream().map(e -> declaration(e.getKey(), e.getValue())).collect(Collectors.joining(","));
        return "{\"protocol\":2,\"implementation\":{\"name\":" + name + ",\"language\":" + language + "},\"level\":" + level
                + ",\"capabilities\":{" + parts + "}}";
    }

    private static String declaration(String key, String value) {
        String one = value.matches("[0-9].*") ? value : quoted(value);
        String[] parts = value.split(" ");
        switch (key) {
            case "hidden":
            case "output":
                return "\"" + key + "_activations\":" + words(value);
            case "loss":
                return "\"losses\":" + words(value);
            case "reduction":
                return "\"reductions\":" + words(value);
            case "trace":
                return "\"trace\":" + (value.matches("all|results") ? one : words(value));
            case "rate":
                return "\"learning_rate\":" + one;
            case "decay":
                return "\"weight_decay\":" + (parts.length == 1 ? one : "{\"in\":\"" + parts[0] + "\",\"coefficient\":" + parts[1] + "}");
            case "shapes":
                return "\"shapes\":{" + value.replaceAll("(\\w) (\\d+) ?", "\"$1\":$2,").replaceAll(",$", "") + "}";
            default:
                return "\"" + key + "\":" + one;
        }
    }
}
