"""A figure as SVG to stand in a page: its colours are the page's, its texts are text."""

import io
import re
from xml.etree import ElementTree as ET

from matplotlib import pyplot as plt
from matplotlib import rc_context
from matplotlib.axes import Axes

from rcaudit.output.drawing import FAINT, GREY, GRID, INK

_COLOURS = {INK: "var(--ink)", FAINT: "var(--faint)", GRID: "var(--grid)", GREY: "var(--off)"}
_NAME = re.compile(r"\{[^}]*\}")
_REFERENCE = re.compile(r"url\(#([^)]*)\)")
_FONT = re.compile(r"(font:[^;']*?\d(?:px|pt)?\s+)'[^;]*")


def render_svg(axes: Axes, key: str) -> str:
    """Return the figure of these Axes as an SVG element, and close the figure.

    Args:
        axes: What a plot function returned.
        key: Makes the ids in the element differ from those of others on the page.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None, "Axes of a plot function stand in a figure"  # noqa: S101 - for the types
    buffer = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "rcaudit"}):
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    plt.close(figure)
    root = ET.fromstring(buffer.getvalue())  # noqa: S314 - written by matplotlib a moment ago
    for parent in list(root.iter()):
        for child in list(parent):
            # The style would be the whole page's.
            if child.tag.endswith(("}metadata", "}style")):
                parent.remove(child)
    for element in root.iter():
        element.tag = _NAME.sub("", element.tag)
        element.attrib = {
            _NAME.sub("", name): _adapt(_NAME.sub("", name), value, key)
            for name, value in element.attrib.items()
        }
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.attrib |= {"role": "img", "aria-label": axes.get_title(loc="left").replace("\n", " ")}
    root.tail = None
    return ET.tostring(root, encoding="unicode")


def _adapt(name: str, value: str, key: str) -> str:
    if name == "id":
        return f"{key}-{value}"
    if name == "href" and value.startswith("#"):
        return f"#{key}-{value[1:]}"
    if name == "style":
        for colour, variable in _COLOURS.items():
            value = value.replace(colour, variable)
        return _FONT.sub(r"\1var(--text)", value)
    return _REFERENCE.sub(rf"url(#{key}-\1)", value)
