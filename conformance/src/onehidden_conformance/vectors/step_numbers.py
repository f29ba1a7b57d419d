"""The twelve steps by their numbers in SPEC.md, section 3: what belongs to which, and in which order it is shown."""

from __future__ import annotations

NUMBERS = {
    "X": 0,
    "y": 0,
    "wh": 1,
    "bh": 1,
    "wout": 1,
    "bout": 1,
    "hidden_layer_input": 2,
    "hidden_layer_activations": 3,
    "output_layer_input": 4,
    "output": 4,
    "error": 5,
    "loss": 5,
    "slope_output_layer": 6,
    "slope_hidden_layer": 6,
    "d_output": 7,
    "error_at_hidden_layer": 8,
    "d_hidden_layer": 9,
    "grad_wout": 10,
    "grad_wh": 10,
    "grad_bout": 11,
    "grad_bh": 11,
    "updated_wh": 12,
    "updated_bh": 12,
    "updated_wout": 12,
    "updated_bout": 12,
}


def heading(name: str) -> str:
    """What stands above a tensor.

    Examples
    --------
    >>> heading("d_output"), heading("uniforms")
    ('step 7: d_output', 'uniforms')
    """
    return f"step {NUMBERS[name]}: {name}" if name in NUMBERS else name


def heading_of_result(name: str) -> str:
    """What stands above a tensor that comes out: parameters are those that a training ends with.

    Examples
    --------
    >>> heading_of_result("wh"), heading_of_result("d_output")
    ('wh after the last update', 'step 7: d_output')
    """
    return f"{name} after the last update" if NUMBERS.get(name) == 1 else heading(name)
