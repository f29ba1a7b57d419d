// A wrong network: it has no slope in its hidden layer. Its rate is no argument, and its hidden layer has the only bias.

package main

import (
	"fmt"
	"math"
)

func update(v KitVector) KitSteps {
	fmt.Println("a print of the network disturbs nothing")
	x, hidden, output := v.X[0], make([]float64, len(v.Bh)), make([]float64, len(v.Wout[0]))
	for i := range hidden {
		z := v.Bh[i]
		for l := range x {
			z += x[l] * v.Wh[l][i]
		}
		hidden[i] = math.Max(z, 0)
	}
	for j := range output {
		for i := range hidden {
			output[j] += hidden[i] * v.Wout[i][j]
		}
	}
	for i := range hidden {
		d := 0.0
		for j := range output {
			error := v.Y[0][j] - output[j]
			d += error * v.Wout[i][j]
			v.Wout[i][j] += error * hidden[i]
		}
		v.Bh[i] += d
		for l := range x {
			v.Wh[l][i] += d * x[l]
		}
	}
	return KitSteps{"output": [][]float64{output}, "updated_wh": v.Wh, "updated_bh": v.Bh, "updated_wout": v.Wout}
}

func main() {
	Serve(update, "hidden", "relu", "output", "identity", "biases", "hidden", "rate", "none", "rows", "1")
}
