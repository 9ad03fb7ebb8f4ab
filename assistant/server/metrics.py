"""Figures for Prometheus: what was decided by which stage and rule, how long it took, what waits, what it cost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from assistant.schema.moderation import Decision
    from assistant.server.service import Service

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

#: What groups are called that are in no file.
OTHERS = "others"


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        self.decisions = Counter(
            "assistant_decisions", "Decisions answered.", ("group", "verdict", "stage", "rule"), registry=self.registry
        )
        self.seconds = Histogram(
            "assistant_answer_seconds", "From request to answer.", buckets=_SECONDS, registry=self.registry
        )
        self.degraded = Counter("assistant_degraded", "Answers that are not the last word.", registry=self.registry)
        self.late = Counter("assistant_late", "Judgements that changed an answer.", registry=self.registry)
        self.refused = Counter("assistant_refused", "Messages told to come again.", registry=self.registry)
        self.feedback = Counter(
            "assistant_feedback", "What people said of decisions.", ("rule", "right"), registry=self.registry
        )
        self._service = service
        self.registry.register(_State(service))

    def answered(self, decision: Decision, seconds: float) -> None:
        """Count an answer."""
        rule = decision.rule.id if decision.rule else ""
        # Whoever makes up groups makes no more figures.
        group = decision.group if decision.group in self._service.moderator.groups else OTHERS
        self.decisions.labels(group, decision.verdict.value, decision.stage.value, rule).inc()
        self.seconds.observe(seconds)
        if decision.degraded:
            self.degraded.inc()

    def text(self) -> bytes:
        """The figures in the text format of Prometheus."""
        return generate_latest(self.registry)


class _State(Collector):
    """What is asked when the figures are."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily("assistant_waiting", "Messages that wait.", value=self._service.intake.waiting)
        jobs = GaugeMetricFamily("assistant_jobs", "Jobs that wait and that run.", labels=["status"])
        for status, number in self._service.jobs.book.under_way().items():
            jobs.add_metric([status.value], number)
        yield jobs
        away = int(bool(self._service.shared.problem))
        yield GaugeMetricFamily("assistant_shared_away", "Whether Redis is configured and away.", value=away)
        yield GaugeMetricFamily("assistant_model_cost_today", "What models cost today.", value=self._cost())

    def _cost(self) -> float:
        from datetime import date

        from assistant.storage.costs import CostBook

        return float(CostBook(self._service.book.database).spent(date.today()))
