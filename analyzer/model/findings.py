"""Findings: one coupling each, with its evidence, severity and certainty; told apart by kind."""

from __future__ import annotations

from analyzer.model.code_findings import InheritanceAcross, KernelTooLarge, SplitModule, UnreachedCode
from analyzer.model.data_findings import (
    BypassedInterface,
    CascadeAcross,
    DeadTable,
    DirectAccess,
    ForeignKeyAcross,
    JoinAcross,
    ManyToMany,
    SharedTable,
    SignalWrite,
    TransactionAcross,
    UnownedTable,
)
from analyzer.model.run_findings import (
    BlastRadius,
    CallCycle,
    CallInLoop,
    ChattyEntryPoint,
    LiveObject,
    SharedBucket,
    SharedCache,
    SharedFile,
    SharedIndex,
    SharedQueue,
    SharedState,
    SharedTopic,
    SynchronousChain,
)

AboutTables = (
    SharedTable
    | DirectAccess
    | ForeignKeyAcross
    | ManyToMany
    | JoinAcross
    | TransactionAcross
    | CascadeAcross
    | SignalWrite
    | BypassedInterface
    | UnownedTable
    | DeadTable
)
SharedResources = SharedQueue | SharedTopic | SharedCache | SharedFile | SharedBucket | SharedIndex | SharedState
AboutRunning = CallCycle | CallInLoop | ChattyEntryPoint | SynchronousChain | LiveObject | BlastRadius | SharedResources
AboutCode = InheritanceAcross | SplitModule | KernelTooLarge | UnreachedCode

Finding = AboutTables | AboutRunning | AboutCode
