"""Truth by hand: what services share besides tables."""

from __future__ import annotations

import pytest

from analyzer.findings.checks import (
    shared_bucket,
    shared_cache,
    shared_file,
    shared_index,
    shared_queue,
    shared_state,
    shared_topic,
)
from analyzer.findings.evidence import Evidence
from analyzer.model.finding import FindingBase
from cuts import Cut, places

CHECKS = (
    shared_queue.check,
    shared_topic.check,
    shared_cache.check,
    shared_file.check,
    shared_bucket.check,
    shared_index.check,
    shared_state.check,
)


def found(evidence: Evidence) -> list[FindingBase]:
    return [finding for check in CHECKS for finding in check(evidence)]


def ids(cut: Cut) -> list[str]:
    return [finding.id for finding in found(cut.evidence())]


@pytest.mark.parametrize(
    ("kind", "first", "second", "severity"),
    [
        ("queue", "publish", "consume", "low"),
        ("queue", "publish", "publish", "medium"),
        ("topic", "publish", "consume", "low"),
        ("cache", "write", "read", "low"),
        ("cache", "write", "write", "medium"),
        ("file", "write", "read", "medium"),
        ("file", "write", "write", "high"),
        ("bucket", "write", "read", "medium"),
        ("bucket", "read", "read", "medium"),
        ("index", "write", "write", "high"),
        ("state", "write", "read", "high"),
        ("setting", "write", "read", "high"),
    ],
)
def test_two_services_share_what_both_use(kind: str, first: str, second: str, severity: str) -> None:
    cut = Cut().use("pay.charge", first, kind, "receipts", 7).use("mail.send", second, kind, "receipts", 3)
    (finding,) = found(cut.evidence())
    assert finding.id == f"shared-{'state' if kind == 'setting' else kind}:receipts"
    assert (finding.services, finding.severity) == (("mail", "pay"), severity)
    assert places(finding.evidence) == ["mail.py:3", "pay.py:7"]


def test_one_service_and_the_kernel_share_nothing() -> None:
    cut = Cut().use("pay.charge", "publish", "queue", "receipts").use("pay.work", "consume", "queue", "receipts")
    assert not ids(cut.use("kernel.get", "write", "cache", "eta:*").use("pay.ask", "read", "cache", "eta:*"))


def test_writers_are_told_first() -> None:
    cut = Cut().use("trip.settle", "publish", "queue", "letters").use("billing.grant", "publish", "queue", "letters")
    (finding,) = shared_queue.check(cut.use("mail.send", "consume", "queue", "letters").evidence())
    assert finding.message == "Queue letters is filled by billing, trip and emptied by mail."
    assert [(one.service, one.reads, one.writes) for one in finding.uses] == [
        ("billing", 0, 1),
        ("trip", 0, 1),
        ("mail", 1, 0),
    ]


def test_a_queue_that_only_the_kernel_empties_is_emptied_by_each_for_itself() -> None:
    cut = Cut().use("trip.settle", "publish", "queue", "mails").use("billing.grant", "publish", "queue", "mails")
    assert ids(cut) == ["shared-queue:mails"]
    assert not ids(cut.use("kernel.work", "consume", "queue", "mails"))


def test_a_file_that_nobody_changes_can_be_copied() -> None:
    cut = Cut().use("spell.check", "read", "file", "words.txt").use("layout.hyphens", "read", "file", "words.txt")
    assert not ids(cut)
    assert ids(cut.use("kernel.fetch", "write", "file", "words.txt")) == ["shared-file:words.txt"]


def test_a_key_that_nobody_fills_hands_nothing_on() -> None:
    cut = Cut().use("web.health", "read", "cache", "probe").use("store.ping", "read", "cache", "probe")
    assert not ids(cut)
    assert ids(cut.use("store.ping", "write", "cache", "probe")) == ["shared-cache:probe"]


@pytest.mark.parametrize("kind", ["state", "setting"])
def test_values_in_memory_are_shared_where_a_service_changes_them(kind: str) -> None:
    cut = Cut().use("fare.quote", "read", kind, "dispatch.SURGE").use("trip.hail", "read", kind, "dispatch.SURGE")
    assert not ids(cut)
    assert not ids(cut.use("kernel.load", "write", kind, "dispatch.SURGE"))
    assert ids(cut.use("trip.refresh", "write", kind, "dispatch.SURGE")) == ["shared-state:dispatch.SURGE"]


def test_the_files_of_a_queue_are_the_queue() -> None:
    cut = Cut().use("trip.settle", "publish", "queue", "letters", 5).use("billing.grant", "publish", "queue", "letters")
    cut.use("trip.settle", "write", "file", "letters/*.json", 5).use("billing.grant", "write", "file", "letters/*.json")
    assert ids(cut) == ["shared-queue:letters"]
    cut.use("trip.settle", "write", "file", "sheet.json").use("billing.grant", "read", "file", "sheet.json")
    assert ids(cut) == ["shared-queue:letters", "shared-file:sheet.json"]


@pytest.mark.parametrize("name", ["*", "*:*", "default", "default_storage"])
def test_a_name_that_names_nothing_is_shared_by_nobody(name: str) -> None:
    kind = "bucket" if name == "default_storage" else "cache"
    assert not ids(Cut().use("trip.settle", "write", kind, name).use("billing.grant", "read", kind, name))


def test_a_family_is_less_sure_than_a_name() -> None:
    cut = Cut().use("trip.hail", "write", "cache", "eta:*").use("web.page", "read", "cache", "eta:*")
    cut.use("trip.hail", "write", "cache", "surge").use("web.page", "read", "cache", "surge")
    assert [(one.subject, one.certainty.value) for one in found(cut.evidence())] == [
        ("eta:*", "typed"),
        ("surge", "literal"),
    ]


def test_a_file_is_known_without_its_folders() -> None:
    cut = Cut().use("trip.hail", "write", "file", "heat.json").use("web.page", "read", "file", "heat.json")
    for name in ("config.json", "requirements.txt", "data/*", "Dockerfile"):
        cut.use("trip.hail", "write", "file", name).use("web.page", "read", "file", name)
    assert [(one.subject, one.certainty.value) for one in found(cut.evidence())] == [("heat.json", "guessed")]


def test_one_key_put_together_in_ways_is_told_once() -> None:
    cut = Cut().use("photos.save", "write", "cache", "thumb:*", 4).use("web.page", "read", "cache", "thumb:*", 7)
    for name in ("thumb:*:small", "thumb:*:large"):
        cut.use("photos.save", "write", "cache", name, 4).use("web.page", "read", "cache", name, 7)
    cut.use("photos.drop", "write", "cache", "thumb:*:small", 5)
    cut.use("photos.save", "write", "cache", "thumb", 4).use("web.page", "read", "cache", "thumb", 7)
    assert ids(cut) == ["shared-cache:thumb", "shared-cache:thumb:*:small"]
