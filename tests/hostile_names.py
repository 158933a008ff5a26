"""A tree whose every name, path and text holds letters that no pseudonym has, to look for them in outputs."""

from __future__ import annotations

FILES = {
    "CODEOWNERS": """
        /jqsrc/qwarehouse/ @jqcorp/wqpeople
        /jqsrc/jwbilling/ qwilma.jqones@jqmail.wq
        """,
    "seamline.toml": """
        [tool.seamline]
        shared_kernel = ["jqsrc.wqtools", "jqsrc.missing_wqthing"]
        transactions = ["jqsrc.wqtools.jqunit"]
        exclude = ["jqold/**"]

        [tool.seamline.service.qwarehouse]
        pin = ["jqsrc.qwarehouse"]
        tables = ["jqcrates"]
        team = "WqCrew"

        [tool.seamline.service.jwbilling]
        pin = ["jqsrc.jwbilling"]

        [[tool.seamline.accepted]]
        finding = "shared-table:jqcrates"
        reason = "wqbecause jqmanagement says so"
        """,
    "jqschema/0001_jqinitial.sql": "CREATE TABLE jqledger (wqid INTEGER PRIMARY KEY, jqsum NUMERIC, wqnote TEXT);\n",
    "jqsrc/__init__.py": "",
    "jqsrc/wqbroken.py": "def jqbroken(:\n",
    "jqsrc/wqtools.py": '''
        """wqdocstring of a jqmodule."""
        import contextlib, os
        import jqvendor.wqclient

        WQ_SECRET = os.environ["JQ_SECRET_WQ"]

        @contextlib.contextmanager
        def jqunit(wqsession):
            yield wqsession
            wqsession.commit()

        def jqformat(wqvalue: "WqMoney", jqlabel="jqdefault wqtext"):
            """Wqformats a jqvalue."""
            return f"{jqlabel}: {wqvalue}"
        ''',
    "jqsrc/wqdatabase.py": '''
        from sqlalchemy import Column, ForeignKey, Integer, String, create_engine
        from sqlalchemy.orm import declarative_base, relationship, sessionmaker

        WqBase = declarative_base()
        jqengine = create_engine("postgresql://wquser:jqpassword@wqhost/jqdb")
        WqSession = sessionmaker(bind=jqengine)

        class JqCrate(WqBase):
            """A jqcrate of wqgoods."""
            __tablename__ = "jqcrates"
            wqid = Column(Integer, primary_key=True)
            jqweight = Column(Integer, default=7)
            wqstatus = Column(String(20), default="wqfresh")

        class WqInvoice(WqBase):
            __tablename__ = "wqinvoices"
            wqnumber = Column(Integer, primary_key=True)
            jqcrate_id = Column(Integer, ForeignKey("jqcrates.wqid"))
            jqcrate = relationship(JqCrate)
        ''',
    "jqsrc/qwarehouse/__init__.py": "",
    "jqsrc/qwarehouse/jqshelf.py": '''
        from enum import Enum

        from jqsrc.wqdatabase import JqCrate, WqSession
        from jqsrc.wqtools import jqformat, jqunit

        class JqState(Enum):
            """States of wqcrates."""
            WQOPEN = "wqopen"
            JQSHUT = "jqshut"

        class WqCrateMissing(LookupError):
            """No such jqcrate."""

        def jqtake(wqcrate_id: int, jqstate: JqState = JqState.WQOPEN) -> JqCrate:
            """Jqtakes the wqcrate.

            :param wqcrate_id: the jqnumber
            """
            wqsession = WqSession()  # jqcomment
            jqfound = wqsession.query(JqCrate).filter_by(wqid=wqcrate_id).first()
            if jqfound is None:
                raise WqCrateMissing(f"wqcrate {wqcrate_id} is jqgone")
            return jqfound

        def wqweigh(wqcrate_id: int, jqextra: int) -> int:
            with WqSession() as wqsession:
                jqfound = wqsession.get(JqCrate, wqcrate_id)
                jqfound.jqweight += jqextra
                wqsession.commit()
                return jqfound.jqweight

        class WqShelf:
            def jqlist(self, wqlimit=20):
                return [jqformat(one.jqweight) for one in WqSession().query(JqCrate).limit(wqlimit)]
        ''',
    "jqsrc/jwbilling/__init__.py": "",
    "jqsrc/jwbilling/wqbills.py": '''
        import sqlite3
        import redis
        from celery import shared_task
        from flask import Blueprint, Flask, abort, jsonify, request

        from jqsrc.qwarehouse.jqshelf import WqShelf, jqtake, wqweigh
        from jqsrc.wqdatabase import JqCrate, WqInvoice, WqSession

        wqapp = Flask("jqapp")
        jqpages = Blueprint("jqpages", __name__, url_prefix="/jqbills")
        wqcache = redis.Redis()
        JQ_KNOWN = {}

        @jqpages.route("/wqsend/<int:jqcrate_id>", methods=["POST"])
        def wqsend(jqcrate_id):
            """Wqsends a bill."""
            jqcrate = jqtake(jqcrate_id)
            if not jqcrate.jqweight:
                abort(409)
            with WqSession() as wqsession, wqsession.begin():
                wqsession.add(WqInvoice(jqcrate_id=jqcrate_id))
                jqcrate.wqstatus = "wqbilled"
                wqsession.query(JqCrate).update({"wqstatus": "wqbilled"})
            wqcache.set(f"jqbill:{jqcrate_id}", request.args["wqwho"])
            JQ_KNOWN[jqcrate_id] = 1
            wqmail.delay(jqcrate_id)
            return jsonify(jqok=True)

        wqapp.register_blueprint(jqpages)

        @shared_task(queue="wqqueue")
        def wqmail(jqcrate_id):
            for wqline in WqShelf().jqlist():
                wqweigh(wqline, 1)
            jqconnection = sqlite3.connect("wqfile.jqdb")
            jqconnection.execute("INSERT INTO jqledger (jqsum, wqnote) SELECT jqweight, 'wqnote' FROM jqcrates")
            jqconnection.execute("DELETE FROM " + jqtable())
            open("/jqexport/wqreport.csv", "w").write("jq")

        def jqtable():
            return input()

        def wqunused(jqnothing):
            return jqnothing
        ''',
    "jqold/wqlegacy.py": "def jqlegacy(): pass\n",
    "tests/test_wqbills.py": "def test_jqsend(): assert 1\n",
}
WORDS = ("jq", "wq", "qw", "jw")
"""One of these stands in everything that the tree names; no pseudonym holds one."""
