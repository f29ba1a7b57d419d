//! A right network, and its adapter: put your own in its place.

mod onehidden_kit;

use onehidden_kit::{serve, Steps, Vector};

struct Network {
    wh: Vec<Vec<f64>>,
    bh: Vec<f64>,
    wout: Vec<Vec<f64>>,
    bout: Vec<f64>,
}

fn layer(x: &[f64], w: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let sum = |j: usize| b[j] + x.iter().zip(w).map(|(value, row)| value * row[j]).sum::<f64>();
    (0..b.len()).map(|j| 1.0 / (1.0 + (-sum(j)).exp())).collect()
}

fn descend(w: &mut [Vec<f64>], b: &mut [f64], inputs: &[Vec<f64>], deltas: &[Vec<f64>], rate: f64) {
    for j in 0..b.len() {
        b[j] += rate * deltas.iter().map(|delta| delta[j]).sum::<f64>();
        for (l, row) in w.iter_mut().enumerate() {
            row[j] += rate * inputs.iter().zip(deltas).map(|(input, delta)| input[l] * delta[j]).sum::<f64>();
        }
    }
}

impl Network {
    fn train(&mut self, x: &[Vec<f64>], y: &[Vec<f64>], rate: f64) -> Vec<Vec<f64>> {
        let hidden: Vec<_> = x.iter().map(|row| layer(row, &self.wh, &self.bh)).collect();
        let output: Vec<_> = hidden.iter().map(|row| layer(row, &self.wout, &self.bout)).collect();
        let delta = |(o, y): (&f64, &f64)| (y - o) * o * (1.0 - o);
        let d_output: Vec<Vec<f64>> = output.iter().zip(y).map(|(o, y)| o.iter().zip(y).map(delta).collect()).collect();
        let back = |d: &[f64], l: usize| d.iter().zip(&self.wout[l]).map(|(d, w)| d * w).sum::<f64>();
        let of_row = |(a, d): (&Vec<f64>, &Vec<f64>)| (0..a.len()).map(|l| back(d, l) * a[l] * (1.0 - a[l])).collect();
        let d_hidden: Vec<Vec<f64>> = hidden.iter().zip(&d_output).map(of_row).collect();
        descend(&mut self.wout, &mut self.bout, &hidden, &d_output, rate);
        descend(&mut self.wh, &mut self.bh, x, &d_hidden, rate);
        output
    }
}

// ---- ADAPTER: the steps are named in SPEC.md, section 3 -------------------------------------------------------------

fn update(v: Vector) -> Steps {
    let mut net = Network { wh: v.wh, bh: v.bh, wout: v.wout, bout: v.bout };
    let output = net.train(&v.x, &v.y, v.rate);
    vec![
        ("output", output.into()),
        ("updated_wh", net.wh.into()),
        ("updated_bh", net.bh.into()),
        ("updated_wout", net.wout.into()),
        ("updated_bout", net.bout.into()),
    ]
}

fn main() {
    serve(update, &[("hidden", "sigmoid"), ("output", "sigmoid"), ("loss", "squared_error"), ("reduction", "sum")]);
}
