//! A wrong network: its learning rate is in the delta of the output layer, and so twice in the hidden one. Samples are columns.

mod onehidden_kit;

use onehidden_kit::{serve, Steps, Vector};

type Matrix = Vec<Vec<f64>>;

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let cell = |row: &Vec<f64>, j: usize| row.iter().zip(b).map(|(value, other)| value * other[j]).sum();
    a.iter().map(|row| (0..b[0].len()).map(|j| cell(row, j)).collect()).collect()
}

fn transposed(a: &Matrix) -> Matrix {
    (0..a[0].len()).map(|j| a.iter().map(|row| row[j]).collect()).collect()
}

fn map(a: &Matrix, b: &Matrix, f: impl Fn(f64, f64) -> f64) -> Matrix {
    a.iter().zip(b).map(|(a, b)| a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect()).collect()
}

fn update(v: Vector) -> Steps {
    println!("a print of the network disturbs nothing");
    let activate = |_: f64, z: f64| 1.0 / (1.0 + (-z).exp());
    let z = product(&v.wh, &v.x);
    let h = map(&z, &z, activate);
    let o = product(&v.wout, &h);
    let output = map(&o, &o, activate);
    let d_output = map(&output, &v.y, |o, y| v.rate * (y - o) * o * (1.0 - o));
    let d_hidden = map(&product(&transposed(&v.wout), &d_output), &h, |error, h| v.rate * error * h * (1.0 - h));
    let step = |w, gradient| map(w, &gradient, |w, g| w + g);
    vec![
        ("output", output.into()),
        ("updated_wh", step(&v.wh, product(&d_hidden, &transposed(&v.x))).into()),
        ("updated_wout", step(&v.wout, product(&d_output, &transposed(&h))).into()),
    ]
}

fn main() {
    serve(update, &[("biases", "none"), ("weights", "h x d"), ("samples", "columns")]);
}
