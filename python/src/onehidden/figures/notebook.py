"""HTML of networks, trainings and models for notebooks, without style sheets, scripts or other files. Only in Python.

Text and lines take the colour of the surrounding text, and the two colours of weights are visible on white and on
black, so the same HTML suits light and dark notebooks.
"""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from onehidden._typing import Array
from onehidden.checks.refusals import number
from onehidden.figures.drawing import NEGATIVE, POSITIVE, WIDTH, Drawing, Layer, draw
from onehidden.figures.subject import Subject, subject_of

SCALE = 200.0  # the network's height in pixels
MOST_CELLS = 12  # rows and columns of a table of weights


def html_of(thing: Any) -> str:
    """The printed line, the drawing, the history, and the weights in a collapsed section."""
    subject = subject_of(thing, "thing")
    pictures = svg_of_network(draw(subject.network, subject.feature_names, subject.output_names))
    if subject.history is not None and len(subject.history) > 1:
        pictures += svg_of_history(subject.history, subject.validation_history)
    return (
        '<div class="onehidden" style="color:inherit;font-family:sans-serif;font-size:13px;line-height:1.4">'
        f'<div style="margin:4px 0">{escape(subject.title)}</div>'
        f'<div style="display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start">{pictures}</div>'
        f"{html_of_parameters(subject)}</div>"
    )


# ---- pictures --------------------------------------------------------------------------------------------------------


def svg_of_network(drawing: Drawing) -> str:
    """The drawing of the network."""
    left, right = (0.62 if drawing.layers[end].names else 0.25 for end in (0, -1))
    lines = "".join(
        f'<path d="M{x(line.start[0])} {y(line.start[1])}L{x(line.end[0])} {y(line.end[1])}" stroke="{line.colour}" '
        f'stroke-width="{max(0.3, drawing.line_width * SCALE * line.share):.2f}" stroke-opacity="{line.opacity:.2f}"/>'
        for line in drawing.lines
    )
    layers = "".join(svg_of_layer(layer, layer is drawing.layers[-1]) for layer in drawing.layers)
    corner, size = (-left * SCALE, -0.04 * SCALE), ((left + WIDTH + right) * SCALE, 1.34 * SCALE)
    return svg("The network and its weights", corner, size, f"{lines}{layers}{svg_of_key(drawing)}")


def svg(label: str, corner: tuple[float, float], size: tuple[float, float], content: str) -> str:
    """A picture that shrinks to fit, with alt text."""
    (left, top), (width, height) = corner, size
    return (
        f'<svg role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg" style="max-width:100%" font-size="11"'
        f' fill="currentColor" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}">{content}</svg>'
    )


def x(value: float) -> str:
    """A horizontal position in pixels."""
    return f"{value * SCALE:.1f}"


def y(value: float) -> str:
    """A height in pixels, counted downwards as SVG does."""
    return f"{(1.0 - value) * SCALE:.1f}"


def svg_of_layer(layer: Layer, is_last: bool) -> str:
    """The neurons of a layer with their names, the square of the biases, and the caption."""
    outline = f'fill="none" stroke="currentColor" stroke-width="{max(0.6, min(1.2, 0.12 * layer.radius * SCALE)):.1f}"'
    radius = layer.radius * SCALE
    parts = [f'<circle cx="{x(layer.x)}" cy="{y(height)}" r="{radius:.1f}" {outline}/>' for height in layer.y]
    side, anchor = (1, "start") if is_last else (-1, "end")
    beside = layer.x + side * 1.5 * layer.radius
    if radius >= 4:
        for height, name in zip(layer.y, layer.names, strict=False):
            parts.append(text(beside, height, name, anchor))
    if layer.y_bias is not None:
        corner = f'x="{layer.x * SCALE - 0.8 * radius:.1f}" y="{(1 - layer.y_bias) * SCALE - 0.8 * radius:.1f}"'
        parts.append(f'<rect {corner} width="{1.6 * radius:.1f}" height="{1.6 * radius:.1f}" {outline}/>')
        parts.append(text(layer.x - 1.5 * layer.radius, layer.y_bias, "bias", "end", ' font-style="italic"'))
    if layer.y_gap is not None:
        parts.append(text(layer.x, layer.y_gap, "⋮", "middle"))
    for place, words in enumerate(layer.caption.split("\n")):
        parts.append(text(layer.x, -0.07 - 0.065 * place, words, "middle"))
    return "".join(parts)


def text(left: float, height: float, words: str, anchor: str, style: str = "") -> str:
    """Text centred at a height."""
    return (
        f'<text x="{x(left)}" y="{y(height)}" text-anchor="{anchor}" dominant-baseline="central"{style}>'
        f"{escape(words)}</text>"
    )


def svg_of_key(drawing: Drawing) -> str:
    """The key to colours and widths."""
    note = f", {drawing.note}" if drawing.note else ""
    return (
        f'<text x="{x(WIDTH / 2)}" y="{y(-0.25)}" text-anchor="middle"><tspan fill="{POSITIVE}">positive</tspan>, '
        f'<tspan fill="{NEGATIVE}">negative</tspan>; widest: {number(drawing.largest)}{note}</text>'
    )


def svg_of_history(history: Array, validation: Array | None) -> str:
    """A small plot of the losses by epoch."""
    width, height = 230.0, 120.0
    known = [losses for losses in (history, validation) if losses is not None]
    top = max(float(losses[np.isfinite(losses)].max(initial=0.0)) for losses in known) or 1.0
    names = f'<tspan fill="{POSITIVE}">loss</tspan>'
    paths = f'<path d="{path_of(history, width, height, top)}" fill="none" stroke="{POSITIVE}" stroke-width="1.5"/>'
    if validation is not None:
        names += f', <tspan fill="{NEGATIVE}">validation loss (dashed)</tspan>'
        style = f'fill="none" stroke="{NEGATIVE}" stroke-width="1.5" stroke-dasharray="4 3"'
        paths += f'<path d="{path_of(validation, width, height, top)}" {style}/>'
    content = (
        f'<path d="M0 0V{height}H{width}" fill="none" stroke="currentColor" stroke-opacity="0.5"/>{paths}'
        f'<text x="-6" y="4" text-anchor="end">{number(top)}</text><text x="-6" y="{height}" text-anchor="end">0</text>'
        f'<text x="0" y="-12">{names}</text><text x="0" y="{height + 16}" text-anchor="middle">0</text>'
        f'<text x="{width}" y="{height + 16}" text-anchor="middle">{len(history) - 1}</text>'
        f'<text x="{width / 2}" y="{height + 16}" text-anchor="middle">epoch</text>'
    )
    return svg("The loss by epoch", (-64, -26), (width + 84, height + 56), content)


def path_of(losses: Array, width: float, height: float, top: float) -> str:
    """A curve of at most 300 points; infinite losses leave gaps."""
    rows = np.unique(np.linspace(0, len(losses) - 1, 300).round().astype(int))
    command, parts = "M", []
    for row in rows:
        if np.isfinite(losses[row]):
            parts.append(f"{command}{row * width / max(len(losses) - 1, 1):.1f} {height * (1 - losses[row] / top):.1f}")
        command = "L" if np.isfinite(losses[row]) else "M"
    return "".join(parts)


# ---- tables ----------------------------------------------------------------------------------------------------------


def html_of_parameters(subject: Subject) -> str:
    """The parameters as tables, collapsed."""
    network = subject.network
    features = list(subject.feature_names) or [f"i{place + 1}" for place in range(network.n_features)]
    outputs = list(subject.output_names) or [f"o{place + 1}" for place in range(network.n_outputs)]
    hidden = features if network.wh is None else [f"h{place + 1}" for place in range(len(network.wout))]
    tables = (
        html_of_table("wh", network.wh, features, hidden)
        + html_of_table("bh", network.bh, ["b"], hidden)
        + html_of_table("wout", network.wout, hidden, outputs)
        + html_of_table("bout", network.bout, ["b"], outputs)
    )
    return f'<details><summary style="cursor:pointer">Parameters</summary>{tables}</details>'


def html_of_table(name: str, parameter: Array | None, rows: list[str], columns: list[str]) -> str:
    """The first rows and columns of one parameter, with six digits; nothing if it is absent."""
    if parameter is None:
        return ""
    values = np.atleast_2d(parameter)
    kept = [[number(value) for value in row[:MOST_CELLS]] for row in values[:MOST_CELLS]]
    more_columns = values.shape[1] > MOST_CELLS
    cells = [
        html_of_row("th", [name, *columns[:MOST_CELLS]], more_columns),
        *(html_of_row("td", [label, *row], more_columns) for label, row in zip(rows, kept, strict=False)),
    ]
    if len(values) > MOST_CELLS:
        cells.append(html_of_row("td", ["⋮"], False))
    style = "border-collapse:collapse;margin:6px 0;font-size:inherit;font-variant-numeric:tabular-nums"
    return f'<div style="overflow-x:auto"><table style="{style}">{"".join(cells)}</table></div>'


def html_of_row(kind: str, cells: list[str], more: bool) -> str:
    """One row of a table; its first cell is a heading."""
    style = ' style="text-align:right;padding:1px 8px;background:none;color:inherit"'
    scopes = [("th", cells[0]), *((kind, cell) for cell in [*cells[1:], *(["…"] if more else [])])]
    return "<tr>" + "".join(f"<{tag}{style}>{escape(cell)}</{tag}>" for tag, cell in scopes) + "</tr>"
