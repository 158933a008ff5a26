"""What is each text of a result: a name of the source, a sentence of ours, something to be left out?

One entry for each text field of each record; a test fails for a field without one, so that a new one cannot leak.
"""

from __future__ import annotations

from enum import Enum


class Text(Enum):
    """What a text is, and so what becomes of it.

    ``SAME`` a date or version: stays. ``OURS`` a word of a closed list, which a plug-in may have lengthened: stays if
    all its words are ours. ``NAME`` a name, path or pattern of the source; ``MODULE`` one that may be a library's,
    ``DOTTED`` a definition or exception that may be. ``SHAPE`` a data type, or a kind of live object. ``ROUTE`` what
    callers of an entry point say. ``CODE`` an expression, ``CONSTANT`` one as JSON. ``FINDING`` the id of a finding.
    ``SENTENCE`` our words with names among them. ``WORDS`` somebody's own words: only that there were some is said.
    ``NOTHING`` is left out, as are snippets as a whole.
    """

    SAME = "same"
    OURS = "ours"
    NAME = "name"
    MODULE = "module"
    DOTTED = "dotted"
    SHAPE = "shape"
    ROUTE = "route"
    CODE = "code"
    CONSTANT = "constant"
    FINDING = "finding"
    SENTENCE = "sentence"
    WORDS = "words"
    NOTHING = "nothing"


LEFT_OUT = ("snippets",)
"""Members of the result that are left out as a whole."""

_WHAT = {
    Text.SAME: "Analysis.version PluginUse.version FindingBase.until Accepted.until Options.today",
    Text.OURS: """
        EdgeWeight.kind SetWeight.kind KindWeight.kind EvidencePull.kind Reason.kind Tipping.kinds Placement.kind
        KernelMember.kind PartitionRow.name Word.sources Score.better Table.framework Access.framework
        ResourceUse.framework EntryPoint.framework Project.frameworks Unresolved.kind TableStatement.how JoinAcross.how
        Remedy.counted WorkItem.counted WorkItem.remedy Coefficient.name EffortWish.name Verdict.rule Offer.what
        EventMessage.direction EventMessage.kind ExistingEndpoint.kind Operation.method Operation.live_result Input.live
        Shape.format""",
    Text.NAME: """
        Project.name Project.databases Project.routers SourceRoot.path SettingsModule.module SettingsModule.path
        PluginUse.name PluginUse.distribution UnreadDocument.path
        Options.include Options.exclude Options.source_roots Options.settings Options.shared_kernel Options.transactions
        Options.packages SteeredService.name SteeredService.pin SteeredService.tables SteeredService.seed
        SteeredService.never_with SteeredService.team Origin.path Origin.file
        Module.name Module.path Module.service Module.group Definition.name Definition.module Definition.qualname
        Definition.path Definition.service Definition.within Import.importer Import.path CallEdge.caller CallEdge.callee
        CallEdge.path CallEdge.through Location.path
        Table.name Table.path Table.columns Table.database Table.owner ForeignKey.table ForeignKey.column
        ForeignKey.to_table ForeignKey.to_column ForeignKey.path Access.path Access.qualname Access.table
        Access.database Access.service TableStatement.path TableStatement.qualname TableStatement.tables
        Transaction.path Transaction.qualname Transaction.tables Unresolved.path Unresolved.service
        ResourceUse.name ResourceUse.path ResourceUse.qualname ResourceUse.service
        EntryPoint.definition EntryPoint.path EntryPoint.service
        Service.name Service.group Service.tables Word.word ServiceEdge.source ServiceEdge.target Pull.module
        Pull.service Pull.runner_up TableOwnership.table TableOwnership.owner TableOwnership.rival SplitPart.service
        ModuleToSplit.module ModuleToSplit.path KernelMember.name KernelMember.module KernelMember.services
        Placement.name Placement.service Placement.runner_up Reason.other
        FindingBase.subject FindingBase.services Part.name Part.service TableUse.service SharedTable.owner
        DirectAccess.owner BypassedInterface.owner OrderedWrite.table OrderedWrite.owner ForeignKeyAcross.table
        ForeignKeyAcross.column ForeignKeyAcross.to_table ManyToMany.table JoinAcross.definition
        TransactionAcross.definition CascadeAcross.definition CascadeAcross.deleted SignalWrite.handler
        SignalWrite.senders UnownedTable.table DeadTable.table CallCycle.calls CallInLoop.caller
        ChattyEntryPoint.definition ResourceUsers.service LiveObject.definition BlastRadius.service BlastRadius.lost
        InheritanceAcross.definition UnreachedCode.definitions LiveValue.definition LiveValue.name LiveValue.path
        MandateCheck.service Score.service PlanOption.extracted Readiness.service Step.service
        Undoing.service Undoing.definition Undoing.tables
        Contract.service Operation.service Operation.name Operation.definitions Operation.reads Operation.changes
        Caller.definition Caller.service Caller.path Caller.transaction ExistingEndpoint.definition
        ExistingEndpoint.path EventMessage.definition EventMessage.others Parameter.name DataType.path DataType.table
        DataField.name DataField.column DataField.path DataField.alias
        ServiceTeams.service TeamShare.team TeamServices.team TeamServices.services ServiceChange.service
        ChangedWith.service""",
    Text.MODULE: "Import.imported Project.others",
    Text.DOTTED: """
        Table.model DeadTable.model Failure.exception DataType.definition DataType.bases DataType.shows
        DataField.refers""",
    Text.SHAPE: "Shape.name",
    Text.ROUTE: "EntryPoint.name ExistingEndpoint.name ChattyEntryPoint.names Operation.path EventMessage.name",
    Text.CODE: """
        Unresolved.what Parameter.written Parameter.default Result.written DataField.written DataField.default""",
    Text.CONSTANT: "Shape.values DataType.values",
    Text.FINDING: "Accepted.finding RemedyWish.finding Remedy.finding MandateCheck.findings WorkItem.findings",
    Text.SENTENCE: """
        Project.notes Project.unmet SourceRoot.reason SettingsModule.reason PluginUse.failed UnreadDocument.reason
        Count.what HistoryRead.reason Module.reason Unresolved.reason Partition.method EdgeWeight.meaning
        SetWeight.meaning FindingBase.message SignalWrite.signals LiveValue.type Remedy.reason Remedy.consistency
        Remedy.steps MandateCheck.message Score.formula Coefficient.per Coefficient.why Verdict.sentence Verdict.reasons
        Verdict.would_change Readiness.against Step.title Step.reason Step.preconditions Step.rollback WorkItem.name
        WorkItem.about WorkItem.preconditions WorkItem.reason
        WorkItem.making WorkItem.consistency Operation.channel_reason Operation.idempotent_reason Operation.doubts
        Input.instead Failure.reason Offer.reason ServiceTeams.source ServiceTeams.message TeamServices.message""",
    Text.WORDS: "FindingBase.reason Accepted.reason",
    Text.NOTHING: """
        Snippet.text HistoryRead.checked_out Parameter.about Result.about Operation.about Contract.about DataType.about
        DataField.about Failure.message Failure.others""",
}

RULES = {tuple(field.split(".")): what for what, fields in _WHAT.items() for field in fields.split()}
"""What each text field is, by the name of its record and its own."""

_SORTED = {
    "Analysis": "modules:name,path definitions:name,path,line imports calls:caller,callee,path,line "
    "tables:name,database,path foreign_keys accesses:path,qualname,line,table,operation statements "
    "transactions resources entry_points unresolved service_edges:source,target placements:name,kind ownership:table "
    "modules_to_split:module,path "
    "kernel:name,kind contracts:service",
    "FindingBase": "services evidence",
    "CascadeAcross": "deleted tables",
    "JoinAcross": "tables",
    "SignalWrite": "senders tables",
    "CallInLoop": "callees",
    "ChattyEntryPoint": "callees",
    "InheritanceAcross": "bases heirs",
    "LiveObject": "values callers",
    "UnreachedCode": "definitions",
    "TableUse": "evidence",
    "ResourceUsers": "evidence",
    "TableStatement": "tables",
    "Service": "tables",
    "ServiceEdge": "evidence call_evidence",
    "KernelMember": "services",
    "Remedy": "sites",
    "MandateCheck": "evidence",
    "Score": "evidence",
    "WorkItem": "sites undoing",
    "Contract": "operations:kind,name messages types",
    "Operation": "reads changes callers failures",
    "Failure": "evidence",
    "Offer": "evidence",
    "Options": "service:name accepted remedies",
}
SORTED = {
    (record, member.partition(":")[0]): tuple(filter(None, member.partition(":")[2].split(",")))
    for record, members in _SORTED.items()
    for member in members.split()
}
"""Lists in the order of their names, which are sorted anew: by these members, or as the records themselves are."""
