"""Controlled rounding: all the figures of a document that add up are rounded together, so that they still do.

Figures are the edges of a network and sums are its nodes: what flows in flows out. Such a network can always be
rounded so that every node still balances and no edge is a whole unit from its exact value (Cox, "A constructive
procedure for unbiased controlled rounding", JASA 82, 1987). Fractions are pushed round closed loops until none is left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

Node = Hashable

# Exact values carry sixty digits; what lies nearer to a whole unit than this is whole.
TOLERANCE = Decimal(10) ** -15


@dataclass(frozen=True, slots=True)
class Edge:
    """A figure, by its name, as a flow from one sum to another."""

    name: str
    start: Node
    end: Node
    value: Decimal


def round_together(
    edges: Iterable[Edge], step: Decimal, first: str, wanted: Decimal | None = None
) -> dict[str, Decimal]:
    """Return every figure as a multiple of `step`: all sums hold, and none is a whole step off.

    The figure named `first`, the grand total, becomes the multiple nearest to it, halves away from zero; or the
    multiple next to it that is `wanted`, because it is printed so elsewhere.
    """
    with localcontext(prec=60):
        network = _Network(list(edges), step)
        network.settle(first, None if wanted is None else wanted / step)
        network.clear()
        return {edge.name: value * step for edge, value in zip(network.edges, network.values, strict=True)}


class _Network:
    def __init__(self, edges: list[Edge], step: Decimal) -> None:
        self.edges = edges
        self.values = [_snapped(edge.value / step) for edge in edges]
        self.exact = list(self.values)
        self.around: dict[Node, list[int]] = {}
        for index, edge in reversed(list(enumerate(edges))):
            if not self._whole(index):
                self.around.setdefault(edge.start, []).append(index)
                self.around.setdefault(edge.end, []).append(index)

    def settle(self, name: str, target: Decimal | None) -> None:
        """Round the grand total first, to `target` or its nearest unit, through whatever loops lead past it."""
        index = next(i for i, edge in enumerate(self.edges) if edge.name == name)
        wanted = self.values[index].quantize(Decimal(1), ROUND_HALF_UP) if target is None else target
        while not self._whole(index):
            loop = self._loop_through(index)
            if loop is None:
                self.values[index] = wanted
                return
            up = wanted > self.values[index]
            self._push(loop if up else [(i, not forward) for i, forward in loop])

    def clear(self) -> None:
        """Push fractions round loops until every figure is whole."""
        for start in list(self.around):
            walk: list[tuple[int, bool]] = []
            nodes = {start: 0}
            node = start
            while (index := self._next_edge(node, walk[-1][0] if walk else None)) is not None:
                forward = self.edges[index].start == node
                node = self.edges[index].end if forward else self.edges[index].start
                walk.append((index, forward))
                if node not in nodes:
                    nodes[node] = len(walk)
                    continue
                self._push_nearest(walk[nodes[node] :])
                del walk[nodes[node] :]
                nodes = {met: place for met, place in nodes.items() if place <= len(walk)}
            for index, _ in walk:
                self.values[index] = self.values[index].quantize(Decimal(1), ROUND_HALF_UP)
        self.values = [value.quantize(Decimal(1), ROUND_HALF_UP) for value in self.values]

    def _next_edge(self, node: Node, last: int | None) -> int | None:
        """Return a fraction at `node` other than `last`; what has become whole is dropped on the way, once."""
        edges = self.around.get(node, [])
        for place in range(len(edges) - 1, -1, -1):
            if self._whole(edges[place]):
                del edges[place]
            elif edges[place] != last:
                return edges[place]
        return None

    def _loop_through(self, index: int) -> list[tuple[int, bool]] | None:
        """Return the shortest loop of fractions that takes `index` forward."""
        target, start = self.edges[index].start, self.edges[index].end
        came: dict[Node, tuple[Node, int, bool]] = {}
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            if node == target:
                break
            for other in self.around.get(node, ()):
                edge = self.edges[other]
                if other == index or self._whole(other):
                    continue
                forward = edge.start == node
                beyond = edge.end if forward else edge.start
                if beyond not in came and beyond != start:
                    came[beyond] = (node, other, forward)
                    waiting.append(beyond)
        if target not in came:
            return None
        loop, node = [(index, True)], target
        while node != start:
            node, other, forward = came[node]
            loop.append((other, forward))
        return loop

    def _push_nearest(self, loop: list[tuple[int, bool]]) -> None:
        """Push in the direction that leaves the figures of the loop nearer to their exact values."""
        back = [(index, not forward) for index, forward in loop]
        self._push(min(loop, back, key=self._distance))

    def _distance(self, loop: list[tuple[int, bool]]) -> Decimal:
        """Return how far the figures of a loop would be from their exact values, once pushed."""
        amount = self._room(loop)
        moved = ((i, self.values[i] + (amount if forward else -amount)) for i, forward in loop)
        return sum((abs(value - self.exact[i]) for i, value in moved), Decimal(0))

    def _room(self, loop: list[tuple[int, bool]]) -> Decimal:
        return min(_to_ceiling(self.values[i]) if forward else _to_floor(self.values[i]) for i, forward in loop)

    def _push(self, loop: list[tuple[int, bool]]) -> None:
        amount = self._room(loop)
        for index, forward in loop:
            self.values[index] = _snapped(self.values[index] + (amount if forward else -amount))

    def _whole(self, index: int) -> bool:
        value = self.values[index]
        return value == value.to_integral_value()


def _snapped(value: Decimal) -> Decimal:
    nearest = value.quantize(Decimal(1), ROUND_HALF_UP)
    return nearest if abs(value - nearest) < TOLERANCE else value


def _to_floor(value: Decimal) -> Decimal:
    return value - value.to_integral_value(ROUND_FLOOR)


def _to_ceiling(value: Decimal) -> Decimal:
    return 1 - _to_floor(value)
