"""A run as JUnit XML, for what shows the results of CI."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from evals.results import CaseResult, RunResult, SuiteResult

# What XML 1.0 cannot hold, not even escaped.
_IMPOSSIBLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(run: RunResult) -> str:
    """Return the document: a test suite each suite, and one of the gates."""
    root = Xml.Element("testsuites", name="assistant eval", time=f"{run.seconds:.1f}")
    for suite in run.suites:
        _suite(root, suite)
    gates = Xml.SubElement(
        root, "testsuite", name="gates", tests=str(len(run.gates)), failures=str(sum(not gate.ok for gate in run.gates))
    )
    for gate in run.gates:
        case = Xml.SubElement(gates, "testcase", classname=f"gates.{gate.suite}", name=_safe(gate.metric))
        if not gate.ok:
            Xml.SubElement(case, "failure", message=_safe(gate.message))
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: Xml.Element, suite: SuiteResult) -> None:
    skipped = suite.status == "not_run"
    element = Xml.SubElement(
        root,
        "testsuite",
        name=suite.name,
        tests=str(1 if skipped else len(suite.cases)),
        failures=str(len(suite.failed)),
        skipped=str(int(skipped)),
        time=f"{suite.seconds:.2f}",
    )
    if skipped:
        case = Xml.SubElement(element, "testcase", classname=suite.name, name=suite.name)
        Xml.SubElement(case, "skipped", message=_safe(suite.reason))
    for result in suite.cases:
        _case(element, suite, result)


def _case(element: Xml.Element, suite: SuiteResult, result: CaseResult) -> None:
    case = Xml.SubElement(
        element, "testcase", classname=suite.name, name=_safe(result.id), time=f"{result.seconds:.3f}"
    )
    if not result.passed:
        said = (
            "留作考试的一半，内容不显示"
            if result.hidden
            else "；".join(problem.message for problem in result.problems) or "不合格"
        )
        failure = Xml.SubElement(case, "failure", message=_safe(said))
        failure.text = _safe(f"{result.asked}\n\n" + "\n\n".join(dict.fromkeys(p.text for p in result.problems)))


def _safe(text: str) -> str:
    return _IMPOSSIBLE.sub("�", text)
