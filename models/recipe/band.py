"""The telephone band: cepstra estimated from the lower filters alone, and the Gaussians as they look there.

An 8 kHz recording has nothing in the filters above 4 kHz, and the cosine transform smears that over all cepstra.
So for such audio the cepstra are estimated from the filters that are left, and every Gaussian is replaced by the
distribution of that estimate. Both follow from the model's own Gaussians; no audio is needed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ivr.speech.graph.definition import Floats
from models.recipe.sphinx_model import AcousticModel

CEPSTRA = 13
FILTERS = 25  # of conf/fbank.conf, 130 to 6800 Hz
TELEPHONE_FILTERS = 18  # the lowest ones, which end at 3445 Hz
LIFTER = 1 + 22 / 2 * np.sin(np.pi * np.arange(CEPSTRA) / 22)  # of Sphinx and Kaldi alike, for a length of 22
# The spectrum's detail that 13 cepstra leave out: variance of each further one, in variances of the last.
DETAIL = 0.5


def cosine_transform() -> Floats:
    """Return the orthonormal DCT-II (25 x 25): all cepstra, before the lifter, from log filter energies."""
    order, filters = np.arange(FILTERS)[:, None], np.arange(FILTERS)
    transform = np.sqrt(2 / FILTERS) * np.cos(np.pi / FILTERS * (filters + 0.5) * order)
    transform[0] = np.sqrt(1 / FILTERS)
    return np.asarray(transform)


def wide_transform() -> Floats:
    """Return (13, 25): Kaldi's cepstra (with its lifter) from log filter energies."""
    return np.asarray(LIFTER[:, None] * cosine_transform()[:CEPSTRA])


def spectrum(cepstra: Floats) -> Floats:
    """Return the smooth log filter energies (25,) that have these cepstra (13,)."""
    return np.asarray(cosine_transform()[:CEPSTRA].T @ (cepstra / LIFTER))


def telephone_transform(model: AcousticModel) -> Floats:
    """Return (13, 25): the least-squares estimate of the cepstra from the telephone band's filters; the rest is zero.

    All Gaussians of the static stream together, weighted by the states that use them, are taken for one normal
    distribution of spectra. Its conditional mean E[c | lower filters] is linear; the constant part is left out,
    as the mean of the speech is subtracted afterwards.
    """
    usage = _usage(model).ravel()
    means = model.means[:, 0].reshape(-1, CEPSTRA) / LIFTER
    centred = means - usage @ means
    inner = usage @ (model.variances[:, 0].reshape(-1, CEPSTRA) / LIFTER**2)
    cepstral = np.diag(_with_detail(inner + usage @ centred**2))
    cepstral[:CEPSTRA, :CEPSTRA] = (centred * usage[:, None]).T @ centred + np.diag(inner)
    spectral = cosine_transform().T @ cepstral @ cosine_transform()
    estimate = np.zeros((FILTERS, FILTERS))
    heard = slice(TELEPHONE_FILTERS)
    estimate[:, heard] = np.linalg.solve(spectral[heard, heard], spectral[heard]).T
    return np.asarray(wide_transform() @ estimate)


def as_heard(model: AcousticModel, transform: Floats) -> AcousticModel:
    """Return the model of the cepstra that `transform` (13, 25) gives instead of the wide band's.

    A linear map of a normal distribution; what it does to covariances between cepstra is left out, as the
    Gaussians have none.
    """
    from_cepstra = transform @ cosine_transform().T
    means = (model.means / LIFTER) @ from_cepstra[:, :CEPSTRA].T
    variances = _with_detail(model.variances / LIFTER**2) @ (from_cepstra**2).T
    return replace(model, means=means, variances=variances)


def _usage(model: AcousticModel) -> Floats:
    """Return how often each Gaussian is used, (P, G), by the number of states that mix it; the sum is one."""
    phones = range(len(model.definition.phones))
    usage = np.array([model.weights[0][:, model.codebook == phone].sum(axis=1) for phone in phones])
    return np.asarray(usage / usage.sum())


def _with_detail(variances: Floats) -> Floats:
    """Return variances (..., 25) of all cepstra before the lifter, from those of the first 13."""
    detail = np.repeat(DETAIL * variances[..., -1:], FILTERS - CEPSTRA, axis=-1)
    return np.concatenate([variances, detail], axis=-1)
