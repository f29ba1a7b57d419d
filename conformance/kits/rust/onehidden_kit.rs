//! A network behind onehidden-conformance: copy this file beside yours, say `mod onehidden_kit;` and let main call
//! `serve(update, &[("hidden", "tanh"), ...])`. No crate; Linux and macOS.
//!
//! `update(v)` makes one step of training on `v.x`, `v.y`, `v.wh`, `v.bh`, `v.wout` and `v.bout` at `v.rate`. Matrices are
//! vectors of rows; a bias that is not there is empty. `v.hidden`, `v.output`, `v.loss`, `v.reduction` are words and
//! `v.decay` is a weight decay, for a network that has several. It returns what it has computed, by the names of SPEC.md,
//! section 3: `vec![("output", output.into()), ("updated_bh", bias.into()), ("loss", loss.into())]`. A panic with the message
//! "skip: why" says what the network cannot do.
//!
//! Declared is what the network is (docs/testing-your-own.md): pairs of words, several with blanks between them: hidden,
//! output, loss, reduction, biases, rate, rows, shapes ("d 784 h 300"), decay, labels, weights, samples, precision, trace (the
//! steps that it returns), name, level.

use std::io::{BufRead, Write};
use std::os::fd::FromRawFd;
use std::panic::{catch_unwind, AssertUnwindSafe};

type Matrix = Vec<Vec<f64>>;

#[allow(dead_code)]
pub struct Vector {
    pub x: Matrix,
    pub y: Matrix,
    pub wh: Matrix,
    pub bh: Vec<f64>,
    pub wout: Matrix,
    pub bout: Vec<f64>,
    pub rate: f64,
    pub decay: f64,
    pub hidden: String,
    pub output: String,
    pub loss: String,
    pub reduction: String,
}

/// A step as it crosses: its shape and its numbers, row by row.
pub struct Tensor(Vec<usize>, Vec<f64>);

impl From<f64> for Tensor {
    fn from(number: f64) -> Tensor {
        Tensor(vec![], vec![number])
    }
}

impl From<Vec<f64>> for Tensor {
    fn from(numbers: Vec<f64>) -> Tensor {
        Tensor(vec![numbers.len()], numbers)
    }
}

impl From<Matrix> for Tensor {
    fn from(rows: Matrix) -> Tensor {
        Tensor(vec![rows.len(), rows.first().map_or(0, Vec::len)], rows.concat())
    }
}

pub type Steps = Vec<(&'static str, Tensor)>;

extern "C" {
    fn dup(file: i32) -> i32;
    fn dup2(file: i32, other: i32) -> i32;
}

pub fn serve(mut update: impl FnMut(Vector) -> Steps, declared: &[(&str, &str)]) {
    let answers = unsafe { dup(1) };
    unsafe { dup2(2, 1) }; // what the network prints
    let mut answers = unsafe { std::fs::File::from_raw_fd(answers) };
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the suite writes UTF-8");
        let answer = match word(&line, "command").as_str() {
            "stop" => return,
            "start" => started(declared),
            _ => reply(&mut update, &line),
        };
        answers.write_all((answer + "\n").as_bytes()).expect("the suite reads");
    }
}

fn reply(update: &mut impl FnMut(Vector) -> Steps, line: &str) -> String {
    let id: String = after(line, "id").unwrap().chars().take_while(char::is_ascii_digit).collect();
    let answer = match catch_unwind(AssertUnwindSafe(|| update(vector_of(line)))) {
        Ok(steps) => {
            let steps: Vec<String> = steps.iter().map(|(step, value)| format!("\"{step}\":{}", tensor(step, value))).collect();
            format!("\"result\":{{\"steps\":{{{}}}}}", steps.join(","))
        }
        Err(panic) => {
            let message = panic.downcast_ref::<String>().cloned();
            let message = message.unwrap_or_else(|| panic.downcast_ref::<&str>().unwrap_or(&"a panic").to_string());
            match message.strip_prefix("skip: ") {
                Some(reason) => format!("\"skipped\":{}", quoted(reason)),
                None => format!("\"error\":{{\"code\":null,\"message\":{}}}", quoted(&format!("panicked: {message}"))),
            }
        }
    };
    format!("{{\"id\":{id},{answer}}}")
}

// ---- reading: the value of a key in a line of the suite, which has each key once -----------------------------------------

fn after<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let quoted = format!("\"{key}\":");
    line.find(&quoted).map(|at| line[at + quoted.len()..].trim_start())
}

fn word(line: &str, key: &str) -> String {
    after(line, key).and_then(|rest| rest.split('"').nth(1)).unwrap_or("").to_string()
}

/// The shape and the numbers of a tensor, bit for bit; None if it is absent.
fn tensor_in(line: &str, key: &str) -> Option<(Vec<usize>, Vec<f64>)> {
    let rest = after(line, key).filter(|rest| rest.starts_with('{'))?;
    let list = |name| after(rest, name).and_then(|list| list[1..].split(']').next()).unwrap_or("").split(',');
    let shape = list("shape").filter_map(|size| size.trim().parse().ok()).collect();
    let bits = list("bits").filter_map(|word| u64::from_str_radix(word.trim().trim_matches('"'), 16).ok());
    Some((shape, bits.map(f64::from_bits).collect()))
}

fn vector_in(line: &str, key: &str) -> Vec<f64> {
    tensor_in(line, key).map_or(vec![], |(_, numbers)| numbers)
}

fn matrix_in(line: &str, key: &str) -> Matrix {
    let rows = |(shape, numbers): (Vec<usize>, Vec<f64>)| numbers.chunks(shape[shape.len() - 1]).map(<[f64]>::to_vec).collect();
    tensor_in(line, key).map_or(vec![], rows)
}

fn vector_of(line: &str) -> Vector {
    if matrix_in(line, "wh").is_empty() {
        panic!("skip: it has a hidden layer");
    }
    let y = tensor_in(line, "y").map_or(1, |(shape, _)| shape.len()); // class numbers have one dimension
    Vector {
        x: matrix_in(line, "X"),
        y: if y == 1 { vector_in(line, "y").into_iter().map(|label| vec![label]).collect() } else { matrix_in(line, "y") },
        wh: matrix_in(line, "wh"),
        bh: vector_in(line, "bh"),
        wout: matrix_in(line, "wout"),
        bout: vector_in(line, "bout"),
        rate: vector_in(line, "learning_rate")[0],
        decay: vector_in(line, "weight_decay").first().copied().unwrap_or(0.0),
        hidden: word(line, "hidden_activation"),
        output: word(line, "output_activation"),
        loss: word(line, "loss"),
        reduction: word(line, "reduction"),
    }
}

// ---- writing -------------------------------------------------------------------------------------------------------------

fn tensor(step: &str, Tensor(shape, numbers): &Tensor) -> String {
    let is_bias = step.ends_with("_bh") || step.ends_with("_bout"); // which may be a row or a column
    let shape = if is_bias && shape.contains(&1) { vec![numbers.len()] } else { shape.clone() };
    let bits: Vec<String> = numbers.iter().map(|number| format!("\"{:016x}\"", number.to_bits())).collect();
    format!("{{\"shape\":{shape:?},\"bits\":[{}]}}", bits.join(","))
}

fn quoted(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(2000).collect::<String>();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn words(text: &str) -> String {
    format!("[{}]", text.split_whitespace().map(quoted).collect::<Vec<_>>().join(","))
}

fn started(declared: &[(&str, &str)]) -> String {
    let given = |key: &str| declared.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
    let biases = given("biases").unwrap_or("both");
    let shown = match biases {
        "none" => "output updated_wh updated_wout",
        "hidden" => "output updated_wh updated_bh updated_wout",
        "output" => "output updated_wh updated_wout updated_bout",
        _ => "output updated_wh updated_bh updated_wout updated_bout",
    };
    let mut all = vec![("hidden", "sigmoid"), ("output", "sigmoid"), ("loss", "squared_error"), ("reduction", "sum")];
    all.extend(vec![("biases", "both"), ("trace", shown)]);
    all.retain(|(key, _)| given(key).is_none());
    all.extend(declared.iter().filter(|(key, _)| *key != "name" && *key != "level"));
    let parts: Vec<String> = all.iter().map(|(key, value)| declaration(key, value)).collect();
    let (name, level) = (quoted(given("name").unwrap_or("my network")), given("level").unwrap_or("1"));
    let implementation = format!("{{\"name\":{name},\"language\":\"Rust\"}}");
    format!("{{\"protocol\":2,\"implementation\":{implementation},\"level\":{level},\"capabilities\":{{{}}}}}", parts.join(","))
}

fn declaration(key: &str, value: &str) -> String {
    let parts: Vec<&str> = value.split_whitespace().collect();
    let one = if value.starts_with(|c: char| c.is_ascii_digit()) { value.to_string() } else { quoted(value) };
    match (key, value) {
        ("hidden", _) => format!("\"hidden_activations\":{}", words(value)),
        ("output", _) => format!("\"output_activations\":{}", words(value)),
        ("loss", _) => format!("\"losses\":{}", words(value)),
        ("reduction", _) => format!("\"reductions\":{}", words(value)),
        ("trace", "all" | "results") => format!("\"trace\":{one}"),
        ("trace", _) => format!("\"trace\":{}", words(value)),
        ("rate", _) => format!("\"learning_rate\":{one}"),
        ("decay", _) if parts.len() == 2 => format!("\"weight_decay\":{{\"in\":\"{}\",\"coefficient\":{}}}", parts[0], parts[1]),
        ("decay", _) => format!("\"weight_decay\":{one}"),
        ("shapes", _) => {
            let sizes: Vec<String> = parts.chunks(2).map(|pair| format!("\"{}\":{}", pair[0], pair[1])).collect();
            format!("\"shapes\":{{{}}}", sizes.join(","))
        }
        _ => format!("\"{key}\":{one}"),
    }
}
