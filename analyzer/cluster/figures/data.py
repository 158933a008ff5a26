"""How much of the code and of the tables of a service does it alone use?"""

from __future__ import annotations

import numpy as np

from analyzer.cluster.figures.arrays import Arrays, Floats, Integers, placed

_READ, _WRITE, _MODEL = 1.0, 4.0, 4.0  # who should keep a table: whoever changes it and whose class it is, then readers


def table_entropy(arrays: Arrays, labels: Integers) -> float | None:
    """Return DTP, the mean entropy of the users of a table, in nats; lower is better; None where no table is used.

    ``1/T Σ_t −Σ_i p_ti ln p_ti`` where p is the share of service i among the units that use table t; one that reads and
    writes it counts twice. From the database transactional purity of CARGO (Nitin, Asthana, Ray and Krishna 2022), in
    the variant with the natural logarithm, each table weighing the same; 0 where every table has users in one service.
    """
    _, table, users = _summed(labels[arrays.uses.source], arrays.uses.target, np.ones(len(arrays.uses.source)))
    if not len(table):
        return None
    share = users / np.bincount(table, weights=users)[table]
    return float(-(share * np.log(share)).sum() / len(np.unique(table))) + 0.0


def exclusive_code(arrays: Arrays, labels: Integers) -> float | None:
    """Return the mean, over the services that are called, of ``calls to it made by itself ÷ all calls to it`` (0..1).

    As ``exclusivity_code`` of a service, but from the graph, which leaves out calls inside one outermost definition.
    None where nothing is called.
    """
    calls = placed(arrays.calls, labels)
    return _own_share(labels[calls.source], labels[calls.target], calls.count)


def exclusive_data(arrays: Arrays, labels: Integers) -> float | None:
    """Return the mean, over the services with used tables, of ``its accesses ÷ all accesses to its tables`` (0..1).

    As ``exclusivity_data`` of a service, but with the owner that ``with_owners`` gives to the tables of every cut
    alike. None where no table is used.
    """
    source, target = labels[arrays.uses.source], with_owners(arrays, labels)[arrays.uses.target]
    kept = (source >= 0) & (target >= 0)
    return _own_share(source[kept], target[kept], arrays.uses.count[kept])


def with_owners(arrays: Arrays, labels: Integers) -> Integers:
    """Return the labels with every table in the service that should keep it, -1 where no service uses it.

    A write and a mapped class weigh 4, a read 1; of equals the first.
    """
    source = labels[np.concatenate([arrays.uses.source, arrays.maps.source])]
    target = np.concatenate([arrays.uses.target, arrays.maps.target])
    weight = np.where(arrays.writes, _WRITE, _READ) * arrays.uses.count
    service, table, pull = _summed(source, target, np.concatenate([weight, _MODEL * arrays.maps.count]))
    order = np.lexsort((service, -pull, table))
    tables, first = np.unique(table[order], return_index=True)
    found = np.where(arrays.units, labels, -1)
    found[tables] = service[order][first]
    return found


def _summed(service: Integers, table: Integers, weight: Floats) -> tuple[Integers, Integers, Floats]:
    """The weight between each service and table, by table and then service; what is in no service is left out."""
    kept = service >= 0
    width = int(service.max(initial=0)) + 1
    keys, where = np.unique(table[kept] * width + service[kept], return_inverse=True)
    sums = np.bincount(where, weights=weight[kept], minlength=len(keys)).astype(np.float64)
    return keys % width, keys // width, sums


def _own_share(source: Integers, target: Integers, weight: Floats) -> float | None:
    inbound = np.bincount(target, weights=weight)
    own = np.bincount(target, weights=weight * (source == target), minlength=len(inbound))
    return float(np.mean(own[inbound > 0] / inbound[inbound > 0])) if inbound.any() else None
