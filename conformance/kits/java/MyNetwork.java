// A right network, and its adapter: put your own in its place.

import java.util.Map;

public class MyNetwork {
    double[][] wh, wout;
    double[] bh, bout;

    static double[] layer(double[] x, double[][] w, double[] b) {
        double[] a = new double[b.length];
        for (int j = 0; j < b.length; j++) {
            double z = b[j];
            for (int i = 0; i < x.length; i++) z += x[i] * w[i][j];
            a[j] = 1 / (1 + Math.exp(-z));
        }
        return a;
    }

    static void descend(double[][] w, double[] b, double[][] inputs, double[][] deltas, double rate) {
        for (int j = 0; j < b.length; j++) {
            double gradient = 0;
            for (double[] delta : deltas) gradient += delta[j];
            b[j] += rate * gradient;
            for (int i = 0; i < w.length; i++) {
                gradient = 0;
                for (int r = 0; r < deltas.length; r++) gradient += inputs[r][i] * deltas[r][j];
                w[i][j] += rate * gradient;
            }
        }
    }

    double[][] train(double[][] X, double[][] y, double rate) {
        int n = X.length;
        double[][] hidden = new double[n][], output = new double[n][], dOutput = new double[n][bout.length], dHidden = new double[n][bh.length];
        for (int r = 0; r < n; r++) {
            hidden[r] = layer(X[r], wh, bh);
            output[r] = layer(hidden[r], wout, bout);
            for (int j = 0; j < bout.length; j++) dOutput[r][j] = (y[r][j] - output[r][j]) * output[r][j] * (1 - output[r][j]);
            for (int i = 0; i < bh.length; i++) {
                for (int j = 0; j < bout.length; j++) dHidden[r][i] += dOutput[r][j] * wout[i][j];
                dHidden[r][i] *= hidden[r][i] * (1 - hidden[r][i]);
            }
        }
        descend(wout, bout, hidden, dOutput, rate);
        descend(wh, bh, X, dHidden, rate);
        return output;
    }

    // ---- ADAPTER: the steps are named in SPEC.md, section 3 ---------------------------------------------------------

    static Map<String, ?> update(OnehiddenKit.Vector v) {
        MyNetwork net = new MyNetwork();
        net.wh = v.wh;
        net.bh = v.bh;
        net.wout = v.wout;
        net.bout = v.bout;
        double[][] output = net.train(v.X, v.y, v.rate);
        return Map.of("output", output, "updated_wh", net.wh, "updated_bh", net.bh, "updated_wout", net.wout, "updated_bout", net.bout);
    }

    public static void main(String[] args) throws Exception {
        OnehiddenKit.serve(MyNetwork::update, "hidden", "sigmoid", "output", "sigmoid", "loss", "squared_error", "reduction", "sum");
    }
}
