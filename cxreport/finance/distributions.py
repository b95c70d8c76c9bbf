"""Values that an uncertain factor takes: the inverse of its distribution, over arrays of uniform numbers.

Every distribution is written as a range around 1, which is the value itself. So equal uniform numbers give equal
values, whatever else is drawn, and a wider range moves every value outwards or leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Values = np.ndarray[Any, np.dtype[np.float64]]

Z95 = 1.6448536269514722  # the standard normal value below which 95% lie: NIST/SEMATECH e-Handbook, 1.3.6.7.1
GRID = 4096

# Wichura, M. J. (1988), Algorithm AS 241: The percentage points of the normal distribution. Applied Statistics 37.
# Numerator and denominator, highest power first, of the middle, of the tails and of the far tails.
_MIDDLE = (
    (2.50908_09287_30122_6727e3, 3.34305_75583_58812_8105e4, 6.72657_70927_00870_0853e4, 4.59219_53931_54987_1457e4,
     1.37316_93765_50946_1125e4, 1.97159_09503_06551_4427e3, 1.33141_66789_17843_7745e2, 3.38713_28727_96366_6080e0),
    (5.22649_52788_52854_5610e3, 2.87290_85735_72194_2674e4, 3.93078_95800_09271_0610e4, 2.12137_94301_58659_5867e4,
     5.39419_60214_24751_1077e3, 6.87187_00749_20579_0830e2, 4.23133_30701_60091_1252e1, 1.0),
)  # fmt: skip
_TAIL = (
    (7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
     1.27045_82524_52368_38258e0, 3.64784_83247_63204_60504e0, 5.76949_72214_60691_40550e0,
     4.63033_78461_56545_29590e0, 1.42343_71107_49683_57734e0),
    (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
     1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e0,
     2.05319_16266_37758_82187e0, 1.0),
)  # fmt: skip
_FAR = (
    (2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
     2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e0,
     5.46378_49111_64114_36990e0, 6.65790_46435_01103_77720e0),
    (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
     7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
     5.99832_20655_58879_37690e-1, 1.0),
)  # fmt: skip


def quantiles(name: str, low: float, high: float, uniforms: Values) -> Values:
    """Return the values of a distribution over `low` to `high` around 1, below which the shares `uniforms` lie."""
    return _QUANTILES[name](low, high, uniforms)


def _uniform(low: float, high: float, uniforms: Values) -> Values:
    """Every value from end to end is as likely."""
    return low + (high - low) * uniforms


def _triangular(low: float, high: float, uniforms: Values) -> Values:
    """The value itself is the likeliest, and the density falls in straight lines to both ends.

    Inverse in closed form: Kotz & van Dorp, *Beyond Beta* (2004), ch. 1.
    """
    import numpy as np

    width = high - low
    turn = (1 - low) / width
    rising = low + np.sqrt(uniforms * width * (1 - low))
    falling = high - np.sqrt((1 - uniforms) * width * (high - 1))
    return np.where(uniforms < turn, rising, falling)


def _pert(low: float, high: float, uniforms: Values) -> Values:
    """A beta distribution from end to end whose mean is (low + 4 × value + high) ÷ 6.

    Malcolm, Roseboom, Clark & Fazar, *Operations Research* 7 (1959), 646; α = 1 + 4 (1 − low) ÷ width. The inverse
    is read from the density, summed by Simpson's rule over the half circle above the range, whose points lie close
    where the density may bend, and straight between these.
    """
    import numpy as np

    width = high - low
    alpha, beta = 1 + 4 * (1 - low) / width, 1 + 4 * (high - 1) / width
    angle = np.linspace(0, np.pi, 2 * GRID + 1)
    grid = (1 - np.cos(angle)) / 2
    density = grid ** (alpha - 1) * (1 - grid) ** (beta - 1) * np.sin(angle)
    below = np.concatenate([[0.0], np.cumsum(density[:-2:2] + 4 * density[1:-1:2] + density[2::2])])
    return low + width * np.interp(uniforms, below / below[-1], grid[::2])


def _normal(low: float, high: float, uniforms: Values) -> Values:
    """Nine values of ten lie in the range, one of twenty below it and one above; the mean is its middle."""
    middle, deviation = (low + high) / 2, (high - low) / 2 / Z95
    return middle + deviation * standard_normal(uniforms)


def _lognormal(low: float, high: float, uniforms: Values) -> Values:
    """The logarithm is normal, and nine values of ten lie in the range; the median is √(low × high)."""
    import numpy as np

    middle, deviation = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 2 / Z95
    values: Values = np.exp(middle + deviation * standard_normal(uniforms))
    return values


def standard_normal(uniforms: Values) -> Values:
    """Return the standard normal values below which the shares `uniforms` lie, to 16 digits: Algorithm AS 241.

    A share of exactly 0, which a generator may give once in 2^53 draws, is taken as the smallest share above it.
    """
    import numpy as np

    shares = np.maximum(uniforms, 2.0**-54)
    off = shares - 0.5
    inner = np.abs(off) <= 0.425
    depth = np.sqrt(-np.log(np.minimum(shares, 1 - shares)))
    square = 0.180625 - off * off
    tail = np.where(depth <= 5, _ratio(_TAIL, depth - 1.6), _ratio(_FAR, depth - 5))
    return np.where(inner, off * _ratio(_MIDDLE, np.where(inner, square, 0)), np.sign(off) * tail)


def _ratio(polynomials: Sequence[Sequence[float]], at: Values) -> Values:
    import numpy as np

    above, below = (np.polyval(np.array(terms), at) for terms in polynomials)
    ratio: Values = above / below
    return ratio


_QUANTILES: dict[str, Callable[[float, float, Values], Values]] = {
    "triangular": _triangular,
    "pert": _pert,
    "uniform": _uniform,
    "normal": _normal,
    "lognormal": _lognormal,
}
