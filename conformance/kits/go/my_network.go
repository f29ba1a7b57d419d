// A right network, and its adapter: put your own in its place.

package main

import "math"

type Network struct {
	wh, wout [][]float64
	bh, bout []float64
}

func layer(x []float64, w [][]float64, b []float64) []float64 {
	a := make([]float64, len(b))
	for j := range a {
		z := b[j]
		for i := range x {
			z += x[i] * w[i][j]
		}
		a[j] = 1 / (1 + math.Exp(-z))
	}
	return a
}

func descend(w [][]float64, b []float64, inputs, deltas [][]float64, rate float64) {
	for j := range b {
		gradient := 0.0
		for r := range deltas {
			gradient += deltas[r][j]
		}
		b[j] += rate * gradient
		for i := range w {
			gradient = 0
			for r := range deltas {
				gradient += inputs[r][i] * deltas[r][j]
			}
			w[i][j] += rate * gradient
		}
	}
}

func (net *Network) Train(X, y [][]float64, rate float64) [][]float64 {
	n := len(X)
	hidden, output, dOutput, dHidden := make([][]float64, n), make([][]float64, n), make([][]float64, n), make([][]float64, n)
	for r := range X {
		hidden[r] = layer(X[r], net.wh, net.bh)
		output[r] = layer(hidden[r], net.wout, net.bout)
		dOutput[r], dHidden[r] = make([]float64, len(net.bout)), make([]float64, len(net.bh))
		for j, o := range output[r] {
			dOutput[r][j] = (y[r][j] - o) * o * (1 - o)
		}
		for i, a := range hidden[r] {
			for j, d := range dOutput[r] {
				dHidden[r][i] += d * net.wout[i][j]
			}
			dHidden[r][i] *= a * (1 - a)
		}
	}
	descend(net.wout, net.bout, hidden, dOutput, rate)
	descend(net.wh, net.bh, X, dHidden, rate)
	return output
}

// ---- ADAPTER: the steps are named in SPEC.md, section 3 -------------------------------------------------------------

func update(v KitVector) KitSteps {
	net := Network{wh: v.Wh, bh: v.Bh, wout: v.Wout, bout: v.Bout}
	output := net.Train(v.X, v.Y, v.Rate)
	return KitSteps{
		"output": output, "updated_wh": net.wh, "updated_bh": net.bh, "updated_wout": net.wout, "updated_bout": net.bout,
	}
}

func main() {
	Serve(update, "hidden", "sigmoid", "output", "sigmoid", "loss", "squared_error", "reduction", "sum")
}
