"""Are the JSON and CSV outputs exact, complete and the same each time?"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import subprocess
import sys

import msgspec
import pytest
from example import EMPTY, HOSTILE, shop
from large import large

from analyzer.model.data import Unresolved
from reports.errors import ReportError
from reports.render.as_json import read_json
from reports.render.formats import FORMATS, Content, render

OPERATION_COLUMNS = (
    "service,operation,definitions,callers,channel,method,path,errors,confidence,"
    "kind,form,inputs,output,effect,idempotent,in_transaction,in_loop,file,line,doubts,consumers"
)
HEADERS = {
    "modules.csv": "module,path,lines,kind,status,reason,service,group",
    "definitions.csv": "definition,kind,module,qualname,path,line,end_line,service,within",
    "imports.csv": "importer,imported,path,line,kind",
    "calls.csv": "caller,callee,path,line,certainty,in_loop",
    "tables.csv": "table,model,path,line,columns,owner,database,certainty,share,rival,rival_share,contested",
    "foreign_keys.csv": "table,column,to_table,to_column,path,line",
    "accesses.csv": "path,qualname,line,table,operation,framework,certainty,service,database,generic,for_others",
    "transactions.csv": "path,qualname,line,tables,kind",
    "statements.csv": "path,qualname,line,tables,how",
    "entry_points.csv": "kind,name,definition,path,line,service,framework",
    "resources.csv": "kind,name,operation,path,qualname,line,service,framework",
    "services.csv": (
        "service,group,definitions,modules,lines,tables,entry_points,inbound_calls,outbound_calls,cohesion,stability,"
        "words"
    ),
    "modules_to_split.csv": "module,path,service,definitions,lines,ranges",
    "kernel.csv": "definition,kind,module,sharing,services,users,lines",
    "findings.csv": "id,kind,severity,certainty,services,subject,message,evidence,status,reason,until",
    "operations.csv": OPERATION_COLUMNS,
    "endpoints.csv": OPERATION_COLUMNS,
    "messages.csv": "service,direction,kind,name,definition,content,others,path,line",
    "contracts.csv": (
        "service,operations,endpoints,messages,types,fields,unknown_fields,callers,callers_per_operation,chatty,live"
    ),
    "data_types.csv": (
        "service,definition,kind,field,written,shape,origin,required,default,column,refers,path,line,whole"
    ),
    "unresolved.csv": "kind,what,path,line,reason,service",
    "remedies.csv": "finding,remedy,recommended,reason,sites,consistency,effort_low,effort_high,steps,counted",
    "mandate.csv": "service,check,passed,message,findings,evidence",
    "scorecard.csv": "service,principle,figure,part,whole,better,formula,evidence",
    "coefficients.csv": "coefficient,per,low,high,why",
    "teams.csv": "service,team,modules,lines,source,message",
    "changes.csv": "service,commits,alone,others",
    "options.csv": (
        "option,extracted,calls_cut,shared_tables,crossing_transactions,synchronous_depth,calls_in_loops,"
        "modules_to_split,operations,effort_low,effort_high,stability,chosen"
    ),
    "readiness.csv": (
        "service,ready,in_calls,in_reads,in_writes,in_foreign_keys,out_calls,out_reads,out_writes,out_foreign_keys,"
        "edges,share,transactions,operations,stability,changes,alone,against"
    ),
    "steps.csv": (
        "step,service,item,kind,preconditions,sites,effort_low,effort_high,about,findings,counted,remedy,share,"
        "making,undoing"
    ),
    "roadmap.csv": (
        "step,service,title,optional,effort_low,effort_high,calls_cut,shared_tables,crossing_transactions,"
        "synchronous_depth,calls_in_loops,modules_to_split,operations,preconditions,reason,rollback"
    ),
}


def _file(content: Content) -> bytes:
    assert isinstance(content, bytes)
    return content


def _folder(content: Content) -> dict[str, str]:
    assert not isinstance(content, bytes)
    return {name: data.decode() for name, data in content.items()}


def test_formats_are_named_and_described() -> None:
    files = {"html": False, "json": False, "md": False}
    folders = {"csv": True, "openapi": True, "asyncapi": True, "portal": True, "boundaries": True, "adr": True}
    assert {name: entry.is_folder for name, entry in FORMATS.items()} == files | folders
    assert all(entry.description for entry in FORMATS.values())


def test_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(ReportError, match="'pdf'; choose one of html, json, md, csv, openapi, asyncapi, portal, bound"):
        render(EMPTY, "pdf")


@pytest.mark.parametrize("analysis", [EMPTY, shop()])
def test_json_comes_back_equal(analysis: object) -> None:
    assert read_json(_file(render(analysis, "json"))) == analysis  # type: ignore[arg-type]


def test_json_has_a_line_per_record() -> None:
    lines = _file(render(shop(), "json")).decode().splitlines()
    assert sum('"certainty"' in line and '"callee"' in line for line in lines) == 2
    assert msgspec.json.decode("\n".join(lines))["schema_version"] == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a result of seamline"),
        (b"<html>", "not a result of seamline"),
        (b"[]", "not a result of seamline"),
        (b'{"schema_version": 99}', "schema version 99, but this seamline reads version 1"),
        (b'{"schema_version": 1, "version": 3}', "is damaged"),
    ],
)
def test_json_refuses_with_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(ReportError, match=reason) as caught:
        read_json(content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("analysis", [EMPTY, shop()])
def test_csv_has_every_file_with_its_exact_header(analysis: object) -> None:
    files = _folder(render(analysis, "csv"))  # type: ignore[arg-type]
    assert {name: text.partition("\n")[0] for name, text in files.items()} == HEADERS
    assert all(text.endswith("\n") and "\r" not in text for text in files.values())


def test_csv_rows_worked_out_by_hand() -> None:
    files = _folder(render(shop(), "csv"))
    assert files["kernel.csv"].splitlines()[1:] == [
        "shop.money.Rate,class,shop.money,copy,1,1,9",
        "shop.money.rounded,function,shop.money,copy,2,3,4",
        "shop.options,module,shop.options,library,1,30,70",
    ]
    assert files["accesses.csv"].splitlines()[1:] == [
        "shop/billing.py,charge,6,orders,insert,django,typed,billing,default,,",
        "shop/billing.py,charge,7,orders,select,django,typed,billing,default,,",
        "shop/catalog.py,browse,3,orders,select,django,typed,catalog,default,,",
        "shop/shipping.py,send,4,orders,update,django,typed,shipping,default,,",
        "shop/shipping.py,send,5,parcels,insert,django,typed,shipping,default,,",
    ]
    assert files["calls.csv"].splitlines()[2].endswith("shop/shipping.py,8,typed,true")
    assert files["tables.csv"].splitlines()[2] == (
        "orders,shop.models.Orders,shop/models.py,1,id;name,billing,default,literal,0.6,shipping,0.3,yes"
    )
    assert files["services.csv"].splitlines()[1] == "billing,billing,2,1,20,1,2,1,1,0.75,0.9,invoice=2/2;charge=1/2"
    assert files["modules_to_split.csv"].splitlines()[1:] == [
        "shop.billing,shop/billing.py,billing,2,20,1-10;21-30",
        "shop.billing,shop/billing.py,shipping,1,6,12-17",
    ]
    found = {row.partition(",")[0]: row for row in files["findings.csv"].splitlines()[1:]}
    assert len(found) == len(shop().findings)
    assert "shop/shipping.py:4;shop/billing.py:6" in found["shared-table:orders"]
    assert found["shared-table:orders"].endswith(",open,,")
    assert found["direct-access:parcels"].endswith(",accepted,parcels are extracted last,2030-01-31")
    assert found["transaction:shop.shipping.send"].endswith(",expired,wait for the new courier,2020-06-30")
    assert files["transactions.csv"].splitlines()[1] == "shop/shipping.py,send,3,parcels;orders,block"
    assert files["statements.csv"].splitlines()[1] == "shop/shipping.py,send,4,orders;parcels,join"


def test_csv_sorts_numbers_as_numbers() -> None:
    rows = tuple(Unresolved("sql", "x", "a.py", line, "") for line in (10, 9, 100))
    files = _folder(render(msgspec.structs.replace(EMPTY, unresolved=rows), "csv"))
    assert [row.split(",")[3] for row in files["unresolved.csv"].splitlines()[1:]] == ["9", "10", "100"]


@pytest.mark.parametrize("what", [HOSTILE, 'a"b,c', "a\nb", "a\rb", "=1+1", "наём", "x;y"])
def test_csv_keeps_values_exact(what: str) -> None:
    row = Unresolved("sql", what, "a.py", 1, "why")
    files = _folder(render(msgspec.structs.replace(EMPTY, unresolved=(row,)), "csv"))
    assert [r["what"] for r in csv.DictReader(io.StringIO(files["unresolved.csv"], newline=""))] == [what]


@pytest.mark.parametrize("name", ["html", "json", "csv"])
def test_a_lone_surrogate_is_spelled_out(name: str) -> None:
    odd = msgspec.structs.replace(shop(), unresolved=(Unresolved("sql", "\udcff", "a.py", 1, ""),))
    content = render(odd, name)
    assert b"udcff" in (content if isinstance(content, bytes) else content["unresolved.csv"])


@pytest.mark.parametrize("name", list(FORMATS))
def test_same_bytes_each_time(name: str) -> None:
    assert render(shop(), name) == render(shop(), name)


def test_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import sys, hashlib; from large import large; from reports.render.formats import FORMATS, render;"
        "made = [render(large(9, 60, 90, 300), name) for name in FORMATS];"
        "print(hashlib.sha256(repr(made).encode()).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    made = [render(large(9, 60, 90, 300), name) for name in FORMATS]  # by the seed of this process
    assert ran.stdout.strip() == hashlib.sha256(repr(made).encode()).hexdigest()
