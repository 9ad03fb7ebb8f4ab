"""The studio: what a draft would be written from, before it is."""

from __future__ import annotations

import streamlit as st

from assistant.schema.brief import Brief
from assistant.text.format import moment_text, number_text
from ui.catalog import t
from ui.plain import escaped, line

_SHOWN = 12


def shown(brief: Brief) -> None:
    """Everything a writer is given, with where it stands."""
    with st.container(border=True):
        st.markdown(f"**{t('studio.brief')}**")
        st.markdown(line(t("studio.brief.at", when=moment_text(brief.at), group=brief.group.name)))
        for note in brief.notes:
            st.warning(line(note), icon=":material/info:")
        left, right = st.columns(2, gap="large")
        with left:
            _campaign(brief)
            _products(brief)
            _passages(brief)
        with right:
            _limits(brief)
            _day(brief)
            _history(brief)


def _campaign(brief: Brief) -> None:
    found = brief.campaign
    if found is None:
        return
    st.markdown(f"**{t('studio.brief.campaign')}**")
    st.markdown(f"{t(f'studio.mechanic.{found.mechanic.value}')} · {line(found.name)}")
    if found.start and found.end:
        when = t("studio.brief.until", start=moment_text(found.start), end=moment_text(found.end))
        st.caption(line(when))
    if found.how:
        st.caption(line(found.how))
    st.caption(line(found.basis))


def _products(brief: Brief) -> None:
    if not brief.products:
        return
    st.markdown(f"**{t('studio.brief.products', count=len(brief.products))}**")
    for product in brief.products[:_SHOWN]:
        told = [product.name, product.spec]
        told += [t("studio.brief.price", price=number_text(product.price))] if product.price else []
        if product.member_price:
            told.append(t("studio.brief.member", price=number_text(product.member_price)))
        told += [t("studio.brief.stock", stock=product.stock)] if product.stock is not None else []
        st.markdown(f"- {line(' · '.join(part for part in told if part))}  \n  :gray[:small[{line(product.basis)}]]")


def _passages(brief: Brief) -> None:
    st.markdown(f"**{t('studio.brief.passages', count=len(brief.passages))}**")
    if not brief.passages:
        st.caption(t("studio.brief.no_passages"))
    for passage in brief.passages[:_SHOWN]:
        named = passage.question or passage.heading.split(" > ")[-1] or passage.text[:20]
        with st.expander(f"{line(named)} :gray[:small[{line(passage.source)}]]", type="compact"):
            st.caption(line(passage.basis))
            st.markdown(escaped(passage.text))
    if len(brief.passages) > _SHOWN:
        st.caption(t("studio.brief.more", count=len(brief.passages) - _SHOWN))


def _limits(brief: Brief) -> None:
    bound = brief.constraints
    st.markdown(
        t(
            "studio.brief.limits",
            low=bound.min_length,
            high=bound.max_length,
            title=bound.title_max,
            emoji=bound.emoji_max,
        )
    )
    if bound.avoid:
        st.caption(line(t("studio.brief.avoid", words="、".join(bound.avoid))))
    said = [*bound.do, *bound.reminders, *(demand.clause for demand in bound.demands)]
    if said:
        st.caption(line(t("studio.brief.reminders", words="；".join(said))))


def _day(brief: Brief) -> None:
    day = brief.calendar
    told = [*day.festivals, day.solar_term, day.lunar, day.school]
    st.markdown(f"**{t('studio.brief.day')}**")
    st.caption(line(" · ".join([day.weekday_name, *(part for part in told if part)])))


def _history(brief: Brief) -> None:
    if not brief.history:
        return
    st.markdown(f"**{t('studio.brief.history')}**")
    for past in list(reversed(brief.history))[:8]:
        st.caption(line(f"{past.date.month}-{past.date.day} {past.title}"))
