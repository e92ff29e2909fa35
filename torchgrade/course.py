"""Where a course lies and what it holds: its assignments, points, settings and data."""

import functools
import keyword
import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from torchgrade.data import Data, Function, data_function, fetch_data, load_data
from torchgrade.errors import AuthorError

FILE = "course.toml"
FOLDERS = ("assignments", "graders", "reference")  # packages of a course: what lies in them can be imported
# What a reference's solution stands between, read generously: a mark that was overlooked would hand it to the students.
BEGIN = re.compile(r"(?P<indent>\s*)#+\s*begin[\s_-]*solution\b[\s:.-]*(?P<task>.*)", re.IGNORECASE)
END = re.compile(r"(?P<indent>\s*)#+\s*end[\s_-]*solution\b", re.IGNORECASE)
DEFAULTS = {"seconds": 60, "memory_gib": 2}
Table = Mapping[str, Any]  # of TOML


@dataclass(frozen=True, eq=False)
class Course:
    """A folder with a course.toml.

    `points` holds the assignments in their order with what each is worth, `defaults` what an assignment.toml need
    not say, `isolation` the level of `torchgrade grade` ("auto" for the strictest that there is), `data` the names of
    functions of the course's own (see `load` and `data_files`), `requires` packages that submissions may use.
    """

    root: Path
    title: str
    points: Mapping[str, float]
    defaults: Table = field(default_factory=dict)
    isolation: str = "auto"
    data: Mapping[str, str] = field(default_factory=dict)
    requires: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[[Path], "Course"], tuple[Path]]:
        """Another process reads the course itself: so there is one of each root in every process."""
        return read, (self.root,)

    @property
    def assignments(self) -> tuple["Assignment", ...]:
        """Every assignment, in the order of the course; an `AuthorError` for one that is missing or broken."""
        return tuple(map(self.assignment, self.points))

    def assignment(self, slug: str) -> "Assignment":
        """One assignment by its slug; an unknown one, or a broken toml, is an `AuthorError`."""
        if slug not in self.points:
            raise AuthorError(f"{self.root / FILE} lists no assignment {slug}; it lists {', '.join(self.points)}")
        path = Path("assignments", slug, "assignment.toml")
        settings = {**DEFAULTS, **self.defaults, **_toml(self.root, path)}
        try:
            return Assignment(
                course=self,
                slug=slug,
                title=str(settings["title"]),
                order=list(self.points).index(slug) + 1,
                points=self.points[slug],
                seconds=float(settings["seconds"]),
                memory=int(settings["memory_gib"] * 2**30),
                settings=settings,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise AuthorError(f"{path}: {type(error).__name__}: {error}") from error

    def make_importable(self) -> None:
        """Lets checks and references import what lies in the course, and what an other course left here no longer."""
        others = [name for name, module in sys.modules.items() if name.split(".")[0] in FOLDERS and self._lacks(module)]
        for name in others:
            del sys.modules[name]
        if sys.path[:1] != [str(self.root)]:
            sys.path.insert(0, str(self.root))

    def _lacks(self, module: ModuleType) -> bool:
        places = [*getattr(module, "__path__", []), getattr(module, "__file__", None) or ""]
        return not any(Path(place).is_relative_to(self.root) for place in places)

    def load(self, name: str, root: str | None) -> Data:
        """The data that course.toml calls `name`, from the data root `root`; read once per process.

        course.toml gives a function, "module:function", which is called with the root. What it raises is a `DataError`.
        """
        return load_data(self._function(name), root)

    def data_files(self, root: str | None) -> dict[str, Path]:
        """The files of data under the data root, by their path in it: what `files` of course.toml lists."""
        listed: dict[str, Path] = self._function("files")(root) if "files" in self.data else {}
        return listed

    def fetch(self, root: str | None) -> str:
        """Fetches the data into the data root with the course's own function `fetch`; a sentence on what came of it.

        A `DataError` where that fails.
        """
        return fetch_data(self._function("fetch"), root)

    def _function(self, name: str) -> Function:
        if name not in self.data:
            raise AuthorError(f"{self.root / FILE}: [data] has no {name} = 'module:function'")
        self.make_importable()
        try:
            return data_function(self.data[name])
        except AuthorError as error:
            raise AuthorError(f"{self.root / FILE}: [data] {name}: {error}") from error

    @property
    def preloaded(self) -> list[str]:
        """The modules that every worker shall have, so that none loads them itself."""
        return sorted({name.partition(":")[0] for key, name in self.data.items() if key not in ("files", "fetch")})

    @property
    def cache(self) -> Path:
        """A folder for what can be computed again: in the course where that can be written, else the user's own."""
        if os.access(self.root, os.W_OK):
            return self.root / ".torchgrade"
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(home, "torchgrade", sha256(str(self.root).encode()).hexdigest()[:16])


@dataclass(frozen=True)
class Assignment:
    """One assignment: what course.toml and its assignment.toml say, and where the rest of it lies.

    `points` is the control sum of its checks, `seconds` the wall-clock deadline of a check that names none, `memory`
    what a worker may keep resident, in bytes, `settings` the whole file for what only its own checks read.
    """

    course: Course
    slug: str
    title: str
    order: int
    points: float
    seconds: float
    memory: int
    settings: Table

    @property
    def root(self) -> Path:
        """The course's folder."""
        return self.course.root

    @property
    def folder(self) -> Path:
        """What students read."""
        return self.root / "assignments" / self.slug

    @property
    def graders(self) -> Path:
        """What grades it."""
        return self.root / "graders" / self.slug

    @property
    def reference(self) -> Path:
        """The solution."""
        return self.root / "reference" / f"{self.slug}.py"

    @property
    def checks(self) -> list[Path]:
        """The files of its checks, the visible ones first."""
        names = (f"test_{self.slug}.py", f"test_{self.slug}_hidden.py")
        return [path for name in names if (path := self.graders / name).exists()]

    @property
    def mistakes(self) -> list[Path]:
        """The files of its known mistakes."""
        return sorted((self.graders / "mistakes").glob("*.py"))

    @property
    def forbids(self) -> tuple[str, ...]:
        """Modules that a submission must not import."""
        return tuple(self.settings.get("forbids", ()))


def find(start: Path) -> Course:
    """The course that `start` lies in: the nearest folder upward with a course.toml. An `AuthorError` without one."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return read(folder)
        if (folder / "graders" / "checks").is_dir():
            raise AuthorError(
                f"{folder} is a course or a kit of an earlier version, without a {FILE}: take a kit of this "
                "version, or move its checks and mistakes to graders/<slug>/ and list the assignments, as `torchgrade "
                "init` shows"
            )
    raise AuthorError(
        f"there is no course here: neither {here} nor a folder above it has a {FILE}. "
        "Go to your course, or name it with --course DIR; `torchgrade init DIR` starts one"
    )


@functools.cache
def read(root: Path) -> Course:
    """The course whose course.toml lies in the folder `root`; an `AuthorError` that says what is wrong with it."""
    root = root.resolve()
    if not (root / FILE).is_file():
        raise AuthorError(f"{root} is no course: it has no {FILE}. `torchgrade init DIR` starts one")
    found = _toml(root, Path(FILE))
    points, title = found.get("assignments"), found.get("title", root.name)
    if not isinstance(points, dict):
        raise AuthorError(f"{FILE} needs a table [assignments] with a line `slug = points` for each, in their order")
    for slug, worth in points.items():
        _refuse(root, slug, worth)
    return Course(
        root=root,
        title=str(title),
        points=points,
        defaults=found.get("defaults", {}),
        isolation=found.get("isolation", "auto"),
        data=found.get("data", {}),
        requires=tuple(found.get("requires", ())),
    )


def _refuse(root: Path, slug: str, points: object) -> None:
    if not is_name(slug):
        raise AuthorError(
            f"{FILE}: {slug!r} cannot name an assignment: use small letters, digits and _, a letter first"
        )
    if isinstance(points, bool) or not isinstance(points, int | float) or points <= 0:
        raise AuthorError(f"{FILE}: {slug} = {points!r}: an assignment is worth a positive number of points")
    if not (root / "assignments" / slug / "assignment.toml").is_file():
        raise AuthorError(
            f"{FILE} lists {slug}, but there is no assignments/{slug}/assignment.toml: "
            f"take the line out, or start it with `torchgrade new {slug}`"
        )


def is_name(slug: str) -> bool:
    """Whether an assignment can be called so: its files are Python modules."""
    plain = slug.isascii() and slug.isidentifier() and slug == slug.lower() and not slug.startswith("_")
    return plain and not keyword.iskeyword(slug)


def _toml(root: Path, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((root / path).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        twice = " (is an assignment listed twice?)" if "overwrite" in str(error) else ""
        raise AuthorError(f"{path} is not valid TOML: {error}{twice}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise AuthorError(f"{path} cannot be read: {error}") from error
