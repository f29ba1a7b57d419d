// A wrong network: its update climbs. It has one bias for each layer, a fixed rate and fixed shapes.

import java.util.Map;

public class Wrong {
    static Map<String, ?> update(OnehiddenKit.Vector v) {
        System.out.println("a print of the network disturbs nothing");
        double[] x = v.X[0], hidden = new double[4];
        double[][] output = new double[1][2];
        for (int i = 0; i < 4; i++) {
            double z = v.bh[0];
            for (int l = 0; l < 3; l++) z += x[l] * v.wh[l][i];
            hidden[i] = Math.tanh(z);
        }
        for (int j = 0; j < 2; j++) {
            double z = v.bout[0];
            for (int i = 0; i < 4; i++) z += hidden[i] * v.wout[i][j];
            output[0][j] = 1 / (1 + Math.exp(-z));
        }
        double[] errors = {output[0][0] - v.y[0][0], output[0][1] - v.y[0][1]};
        for (int i = 0; i < 4; i++) {
            double d = (errors[0] * v.wout[i][0] + errors[1] * v.wout[i][1]) * (1 - hidden[i] * hidden[i]);
            for (int j = 0; j < 2; j++) v.wout[i][j] += 0.5 * errors[j] * hidden[i];
            for (int l = 0; l < 3; l++) v.wh[l][i] += 0.5 * d * x[l];
            v.bh[0] += 0.5 * d;
        }
        v.bout[0] += 0.5 * (errors[0] + errors[1]);
        return Map.of("output", output, "updated_wh", v.wh, "updated_bh", v.bh, "updated_wout", v.wout, "updated_bout", v.bout);
    }

    public static void main(String[] args) throws Exception {
        OnehiddenKit.serve(Wrong::update, "hidden", "tanh", "loss", "binary_cross_entropy", "biases", "layer", "rate", "0.5",
                "shapes", "n 1 d 3 h 4 k 2");
    }
}
