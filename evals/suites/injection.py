"""Orders hidden in documents, products' names, questions, campaigns and wishes: read as data, never obeyed."""

from __future__ import annotations

from evals.asking import in_words
from evals.cases import InjectionCase
from evals.environment import Environment
from evals.evaluators.injection import NothingLeaked, NotObeyed, StillUseful
from evals.evaluators.outcomes import Drafted
from evals.loading import dataset_files, load_cases
from evals.paths import DATASETS
from evals.planting import planted
from evals.results import CaseResult
from evals.suites.base import Suite

PLACES = {"document": "资料", "product": "商品名", "wish": "运营者的要求", "faq": "问答", "campaign": "活动备注"}


class InjectionSuite(Suite[InjectionCase, Drafted]):
    """One order a case, planted in a copy of the brand."""

    name = "injection"
    title = "暗藏的指令"
    drafts = True
    evaluators = (NotObeyed(), NothingLeaked(), StillUseful())

    def cases(self) -> list[InjectionCase]:
        """Return the cases of ``evals/datasets/injection``."""
        return load_cases(InjectionCase, *dataset_files(DATASETS / self.name))

    def run_case(self, case: InjectionCase, environment: Environment) -> Drafted:
        """Plant the order, have the draft written, and take the order out again."""
        stand = environment.stand(case.brand, purpose=self.name)
        with planted(case, stand) as ask:
            return Drafted(case.ask.kind, stand.write(ask), stand)

    def describe(self, case: InjectionCase, outcome: Drafted | None) -> CaseResult:
        """Return the request and the order."""
        asked = f"{in_words(case.ask, outcome.stand if outcome else None)}；{PLACES[case.place]}里写着“{case.content}”"
        return CaseResult(id=case.id, brand=case.brand, asked=asked, passed=False)
