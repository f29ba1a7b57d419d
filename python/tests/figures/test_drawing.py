import numpy as np
import pytest

from onehidden import Network
from onehidden.figures.drawing import MOST_LINES, MOST_NEURONS, NEGATIVE, POSITIVE, WIDTH, draw


def network(d, h, k, value=1.0):
    return Network(np.full((d, h), value), np.zeros(h), np.full((h, k), value), np.zeros(k))


def test_every_neuron_weight_and_bias_has_its_place(make_network):
    drawing = draw(make_network(), ["a", "b", "c", "d"], ["yes", "no"])
    assert [len(layer.y) for layer in drawing.layers] == [4, 3, 2]
    assert [layer.names for layer in drawing.layers] == [["a", "b", "c", "d"], [], ["yes", "no"]]
    assert [layer.y_bias is None for layer in drawing.layers] == [False, False, True]
    assert len(drawing.lines) == (4 + 1) * 3 + (3 + 1) * 2
    assert drawing.note == ""
    for layer in drawing.layers:
        heights = [*layer.y, *([] if layer.y_bias is None else [layer.y_bias])]
        assert heights == sorted(heights, reverse=True)
        assert sum(heights) / len(heights) == pytest.approx(0.5)
        assert all(layer.radius <= height <= 1 - layer.radius for height in heights)


def test_lines_carry_the_weights_from_the_weakest_to_the_strongest(make_network):
    net = make_network()
    drawing = draw(net)
    weights = [net.wh, net.bh, net.wout, net.bout]
    assert sorted(line.weight for line in drawing.lines) == sorted(w for part in weights for w in part.ravel())
    shares = [line.share for line in drawing.lines]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert drawing.largest == max(np.abs(part).max() for part in weights)
    assert {line.colour for line in drawing.lines if line.weight < 0} == {NEGATIVE}
    assert {line.colour for line in drawing.lines if line.weight > 0} == {POSITIVE}


def test_a_line_goes_from_its_neuron_to_its_neuron():
    wh = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    drawing = draw(Network(wh, None, np.zeros((2, 1)), None))
    line = drawing.lines[-1]
    left, right = drawing.layers[:2]
    slope = (right.y[0] - left.y[0]) / (right.x - left.x)
    assert (line.end[1] - line.start[1]) / (line.end[0] - line.start[0]) == pytest.approx(slope)
    distance = np.hypot(line.start[0] - left.x, line.start[1] - left.y[0])
    assert distance == pytest.approx(left.radius)


def test_biases_go_out_from_the_square_below(make_network):
    net = make_network()
    drawing = draw(net)
    left, right = drawing.layers[:2]
    lowest = [line for line in drawing.lines if line.start[0] < left.x + left.radius and line.start[1] < left.y[-1]]
    biases = [line for line in lowest if line.start[1] < (left.y[-1] + left.y_bias) / 2]
    assert [line.weight for line in sorted(biases, key=lambda line: -line.end[1])] == net.bh.tolist()
    assert right.y_bias < right.y[-1]


def test_networks_without_hidden_layer_or_biases_are_drawn():
    drawing = draw(Network(None, None, [[1.0], [0.0]], None))
    assert [len(layer.y) for layer in drawing.layers] == [2, 1]
    assert drawing.layers[-1].x == WIDTH
    assert all(layer.y_bias is None for layer in drawing.layers)
    assert drawing.layers[0].caption == "2 features"


def test_weights_that_are_all_zero_are_drawn_faintly():
    assert {line.share for line in draw(network(2, 2, 1, 0.0)).lines} == {0.0}


def test_large_networks_show_their_strongest_weights_and_say_so():
    drawing = draw(network(64, 32, 10))
    assert len(drawing.lines) == 2 * MOST_LINES
    assert drawing.note == f"the strongest {2 * MOST_LINES} of 2410 weights and biases"
    assert all(0 < layer.radius < 0.05 for layer in drawing.layers)


def test_layers_that_are_too_large_leave_out_their_middle():
    layer = draw(network(200, 2, 1), [str(row) for row in range(200)]).layers[0]
    assert len(layer.rows) == len(layer.y) == MOST_NEURONS
    assert layer.rows[:2] == [0, 1]
    assert layer.rows[-1] == 199
    assert layer.names[-1] == "199"
    assert layer.y[31] > layer.y_gap > layer.y[32]


def test_long_names_are_cut():
    assert draw(network(1, 1, 1), ["a" * 40]).layers[0].names == ["a" * 15 + "…"]
