"""Which changes of a contract break callers? One table; severities are those of OpenAPI's checkers where they agree."""

from __future__ import annotations

import msgspec

from analyzer.model.contract_changes import Grade


class Rule(msgspec.Struct, frozen=True):
    """A kind of change: its name, what it does to callers, what is said of it in one line, and why."""

    name: str
    grade: Grade
    says: str
    why: str


_BREAKS, _WARNS, _FITS = Grade.BREAKING, Grade.WARNING, Grade.COMPATIBLE

RULES = (
    Rule("operation-removed", _BREAKS, "is gone", "its definitions are gone, or nothing of that name is offered"),
    Rule("operation-moved", _BREAKS, "moved to another service", "callers ask the wrong service"),
    Rule("channel-changed", _BREAKS, "is reached otherwise", "callers speak another protocol"),
    Rule("became-event", _BREAKS, "answered and is an event now", "callers wait for a result that never comes"),
    Rule("method-changed", _BREAKS, "has another method", "the old one answers 405"),
    Rule("path-changed", _BREAKS, "has another path", "the old one answers 404; names of path parameters do not count"),
    Rule("status-changed", _BREAKS, "succeeds with another code", "callers compare the code"),
    Rule("input-required-added", _BREAKS, "is a new required input", "callers do not send it"),
    Rule("input-became-required", _BREAKS, "is required now", "some callers do not send it"),
    Rule("input-moved", _BREAKS, "stands elsewhere in the request", "it is not found where callers put it"),
    Rule("input-narrowed", _BREAKS, "takes less than before", "callers send what is refused now: also null, constants"),
    Rule("result-removed", _BREAKS, "is gone", "callers read it"),
    Rule("result-field-removed", _BREAKS, "is gone", "callers may read it"),
    Rule("result-field-optional", _BREAKS, "may be missing now", "callers read it without asking"),
    Rule("result-nullable", _BREAKS, "may be null now", "callers read it without asking"),
    Rule("result-widened", _BREAKS, "gives more than before", "callers get what they do not know: also constants"),
    Rule("error-code-changed", _BREAKS, "fails with another code", "callers tell failures apart by the code"),
    Rule("message-removed", _BREAKS, "is gone", "nobody receives what is sent, or sends what is waited for"),
    Rule("message-narrowed", _BREAKS, "takes less than before", "senders send what is not understood now"),
    Rule("message-widened", _BREAKS, "gives more than before", "receivers get what they do not know"),
    Rule("operation-uncalled", _WARNS, "is called by no other service any more", "its definition still stands"),
    Rule("service-renamed", _WARNS, "has another name", "all that it offers moved together; names come from the code"),
    Rule("input-removed", _WARNS, "is no longer taken", "what callers send is ignored"),
    Rule("input-default-changed", _WARNS, "has another default", "callers that leave it out get something else"),
    Rule("type-lost", _WARNS, "has a type that is no longer known", "nothing can be said of it"),
    Rule("error-code-removed", _WARNS, "no longer fails with this code", "who waits for it waits in vain"),
    Rule("error-code-added", _WARNS, "fails with a new code", "callers do not expect it"),
    Rule("error-renamed", _WARNS, "fails with another exception of the same code", "callers may go by the name"),
    Rule("idempotence-lost", _WARNS, "can no longer be repeated safely", "callers that try again do it twice"),
    Rule("effect-added", _WARNS, "changes state now", "callers that only asked change something"),
    Rule("operation-added", _FITS, "is new", "nobody calls it yet"),
    Rule("input-added", _FITS, "is a new optional input", "callers may leave it out"),
    Rule("input-became-optional", _FITS, "is optional now", "callers go on sending it"),
    Rule("input-widened", _FITS, "takes more than before", "what callers send is still taken"),
    Rule("result-added", _FITS, "is new", "callers do not read it"),
    Rule("result-field-added", _FITS, "is new", "callers do not read it"),
    Rule("result-field-unread", _FITS, "is read by no caller any more", "the column still stands"),
    Rule("result-narrowed", _FITS, "gives less than before", "callers know all that they get"),
    Rule("type-found", _FITS, "has a type that was not known before", "the code says more, it need not do otherwise"),
    Rule("message-added", _FITS, "is new", "nobody waits for it yet"),
    Rule("message-changed", _FITS, "has another content that still fits", "what is sent is still understood"),
)
BY_NAME = {rule.name: rule for rule in RULES}
