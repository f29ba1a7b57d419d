// A network behind onehidden-conformance: copy this file beside yours, into the same package, and let main call
// Serve(update, "hidden", "tanh", ...). Standard library only.
//
// update(v) makes one step of training on v.X, v.Y, v.Wh, v.Bh, v.Wout, v.Bout at v.Rate. Matrices are slices of rows; a bias that is
// not there is nil. v.Hidden, v.Output, v.Loss, v.Reduction are words and v.Decay is a weight decay, for a network that has
// several. It returns what it has computed, by the names of SPEC.md, section 3: KitSteps{"output": o, "updated_bh": bh, "loss": l},
// as float64, []float64, [][]float64, or a matrix of gonum. A panic with the message "skip: why" says what it cannot do.
//
// Declared is what the network is (docs/testing-your-own.md): pairs of words, several with blanks between them: hidden,
// output, loss, reduction, biases, rate, rows, shapes ("d 784 h 300"), decay, labels, weights, samples, precision, trace (the
// steps that it returns), name, level.

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

type KitVector struct {
	X, Y, Wh, Wout                  [][]float64
	Bh, Bout                        []float64
	Rate, Decay                     float64
	Hidden, Output, Loss, Reduction string
}

type KitSteps map[string]any

type kitTensor struct {
	Shape []int    `json:"shape"`
	Bits  []string `json:"bits"`
}

type kitRequest struct {
	Command string
	Id      int
	Vector  struct {
		X, Y         *kitTensor
		LearningRate *kitTensor `json:"learning_rate"`
		WeightDecay  *kitTensor `json:"weight_decay"`
		Network      struct {
			Wh, Bh, Wout, Bout *kitTensor
			Hidden             string `json:"hidden_activation"`
			Output             string `json:"output_activation"`
			Loss, Reduction    string
		}
	}
}

func Serve(update func(KitVector) KitSteps, declared ...string) {
	answers := json.NewEncoder(os.Stdout)
	os.Stdout = os.Stderr // what the network prints
	requests := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := requests.ReadBytes('\n')
		var asked kitRequest
		if err == io.EOF && len(line) == 0 || json.Unmarshal(line, &asked) != nil || asked.Command == "stop" {
			return
		}
		if asked.Command == "start" {
			answers.Encode(kitStarted(declared))
		} else {
			answers.Encode(kitReply(update, asked))
		}
	}
}

func kitReply(update func(KitVector) KitSteps, asked kitRequest) (answer map[string]any) {
	answer = map[string]any{"id": asked.Id}
	defer func() {
		if crash := recover(); crash != nil {
			message := fmt.Sprint(crash)
			if strings.HasPrefix(message, "skip: ") {
				answer["skipped"] = message[6:]
				return
			}
			fmt.Fprintf(os.Stderr, "%v\n%s", crash, debug.Stack())
			answer["error"] = map[string]any{"code": nil, "message": fmt.Sprintf("panic: %.2000s", message)}
		}
	}()
	steps := map[string]kitTensor{}
	for step, value := range update(kitVectorOf(asked)) {
		steps[step] = kitTensorOf(step, value)
	}
	answer["result"] = map[string]any{"steps": steps}
	return
}

func kitVectorOf(asked kitRequest) KitVector {
	v, net := asked.Vector, asked.Vector.Network
	if net.Wh == nil {
		panic("skip: it has a hidden layer")
	}
	given := KitVector{X: v.X.rows(), Y: v.Y.rows(), Wh: net.Wh.rows(), Wout: net.Wout.rows(), Bh: net.Bh.numbers(), Bout: net.Bout.numbers(),
		Rate: v.LearningRate.numbers()[0], Hidden: net.Hidden, Output: net.Output, Loss: net.Loss, Reduction: net.Reduction}
	if v.WeightDecay != nil {
		given.Decay = v.WeightDecay.numbers()[0]
	}
	return given
}

// The numbers of a tensor, bit for bit.
func (t *kitTensor) numbers() []float64 {
	if t == nil {
		return nil
	}
	numbers := make([]float64, len(t.Bits))
	for i, word := range t.Bits {
		bits, _ := strconv.ParseUint(word, 16, 64)
		numbers[i] = math.Float64frombits(bits)
	}
	return numbers
}

func (t *kitTensor) rows() [][]float64 {
	numbers, columns := t.numbers(), 1 // class numbers have one dimension
	if len(t.Shape) == 2 {
		columns = t.Shape[1]
	}
	rows := make([][]float64, t.Shape[0])
	for i := range rows {
		rows[i] = numbers[i*columns : (i+1)*columns]
	}
	return rows
}

func kitTensorOf(step string, value any) kitTensor {
	var shape []int
	var numbers []float64
	switch value := value.(type) {
	case float64:
		shape, numbers = []int{}, []float64{value}
	case []float64:
		shape, numbers = []int{len(value)}, value
	case [][]float64:
		shape = []int{len(value), len(value[0])}
		for _, row := range value {
			numbers = append(numbers, row...)
		}
	case interface {
		Dims() (int, int)
		At(int, int) float64
	}:
		rows, columns := value.Dims()
		shape = []int{rows, columns}
		for i := 0; i < rows*columns; i++ {
			numbers = append(numbers, value.At(i/columns, i%columns))
		}
	default:
		panic(fmt.Sprintf("%s is of the type %T: give float64, []float64 or [][]float64", step, value))
	}
	isBias := strings.HasSuffix(step, "_bh") || strings.HasSuffix(step, "_bout") // which may be a row or a column
	if isBias && len(shape) == 2 && (shape[0] == 1 || shape[1] == 1) {
		shape = []int{len(numbers)}
	}
	bits := make([]string, len(numbers))
	for i, number := range numbers {
		bits[i] = fmt.Sprintf("%016x", math.Float64bits(number))
	}
	return kitTensor{shape, bits}
}

// ---- what is declared ------------------------------------------------------------------------------------------------

var kitAbsent = map[string][]string{"none": {" updated_bh", " updated_bout"}, "hidden": {" updated_bout"}, "output": {" updated_bh"}}

func kitStarted(declared []string) any {
	given := map[string]string{"hidden": "sigmoid", "output": "sigmoid", "loss": "squared_error", "reduction": "sum", "biases": "both",
		"trace": "", "name": "my network", "level": "1"}
	for i := 0; i+1 < len(declared); i += 2 {
		given[declared[i]] = declared[i+1]
	}
	if given["trace"] == "" {
		given["trace"] = "output updated_wh updated_bh updated_wout updated_bout"
		for _, step := range kitAbsent[given["biases"]] {
			given["trace"] = strings.Replace(given["trace"], step, "", 1)
		}
	}
	level, _ := strconv.Atoi(given["level"])
	implementation := map[string]string{"name": given["name"], "language": runtime.Version()}
	delete(given, "name")
	delete(given, "level")
	capabilities := map[string]any{}
	for key, value := range given {
		key, parsed := kitDeclaration(key, value)
		capabilities[key] = parsed
	}
	return map[string]any{"protocol": 2, "implementation": implementation, "level": level, "capabilities": capabilities}
}

func kitDeclaration(key, value string) (string, any) {
	words := strings.Fields(value)
	switch key {
	case "hidden", "output":
		return key + "_activations", words
	case "loss":
		return "losses", words
	case "reduction":
		return "reductions", words
	case "trace":
		if value != "all" && value != "results" {
			return key, words
		}
	case "rate":
		return "learning_rate", kitWordOrNumber(value)
	case "decay":
		if len(words) == 2 {
			return "weight_decay", map[string]any{"in": words[0], "coefficient": kitWordOrNumber(words[1])}
		}
		return "weight_decay", value
	case "shapes":
		sizes := map[string]any{}
		for i := 0; i+1 < len(words); i += 2 {
			sizes[words[i]] = kitWordOrNumber(words[i+1])
		}
		return key, sizes
	}
	return key, kitWordOrNumber(value)
}

func kitWordOrNumber(value string) any {
	if number, err := strconv.ParseFloat(value, 64); err == nil {
		return number
	}
	return value
}
