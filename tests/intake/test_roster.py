"""The roster finds a student by id, e-mail or name, and never by a guess."""

import pytest

from torchgrade.intake import roster

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lovelace, Ada",12345,s77,ada,A
"Müller, Jörg",12346,s78,joerg,A
"Smith, John",1,s1,js1,A
"Smith, John",2,s2,js2,B
"""
MOODLE = "Identifier,Full name,Email address,Grade\nParticipant 900,Ada Lovelace,ada@x.edu,\n"


@pytest.fixture
def read(tmp_path):
    """`read(text, encoding="utf-8")`: the roster in a file of this text."""

    def read_text(text, encoding="utf-8"):
        (tmp_path / "roster.csv").write_bytes(text.encode(encoding))
        return roster.read(tmp_path / "roster.csv")

    return read_text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("id,name,email\n7,Zoë Ü,z@x.edu\n", "utf-8"),
        ("ID;Name;E-Mail\n7;Zoë Ü;z@x.edu\n", "utf-8-sig"),
        ("sep=;\nNAME;SID;Email\nZoë Ü;7;z@x.edu\n", "latin-1"),
        ("email\tstudent id\tstudent\nz@x.edu\t7\tZoë Ü\n", "utf-16"),
        ("First name,Last name,ID number,Email address\r\nZoë,Ü,7,z@x.edu\r\n\r\n", "utf-8"),
    ],
)
def test_a_roster_is_read_in_every_shape_that_a_spreadsheet_gives_it(read, text, encoding):
    (student,) = read(text, encoding).students
    assert (student.sid, student.name, student.email) == ("7", "Zoë Ü", "z@x.edu")


def test_a_canvas_gradebook_keeps_the_columns_that_are_written_back(read):
    first = read(CANVAS).students[0]
    assert first.columns == {
        "Student": "Lovelace, Ada",
        "ID": "12345",
        "SIS User ID": "s77",
        "SIS Login ID": "ada",
        "Section": "A",
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"sid": "12345", "system": "canvas"},
        {"name": "lovelaceada"},
        {"name": "Ada Lovelace"},
        {"sid": "S77"},
        {"name": "ada"},
        {"name": "Lovelace_Ada"},
        {"name": "s77 something"},
        {"name": "ada.lovelace"},
    ],
)
def test_a_student_is_found(read, asked):
    student, why = read(CANVAS).find(**asked)
    assert (student.name, why) == ("Lovelace, Ada", "")


def test_accents_do_not_matter(read):
    assert read(CANVAS).find("Jorg Muller")[0].sid == "12346"


def test_a_participant_of_moodle_is_found_by_number(read):
    assert read(MOODLE).find("A. L.", "900", system="moodle")[0].name == "Ada Lovelace"


def test_a_number_of_the_lms_is_no_students_id_elsewhere(read):
    assert read("id,name\n900,Bob Other\n").find("Ada Lovelace", "900", system="moodle") == (None, "not in the roster")


def test_two_students_of_one_name_are_not_guessed_between(read):
    student, why = read(CANVAS).find("John Smith")
    assert student is None
    assert why == "2 students of the roster have the name John Smith: it was given to none of them"


def test_an_id_decides_between_two_of_one_name(read):
    assert read(CANVAS).find("John Smith", "s2")[0].sid == "2"


def test_an_email_is_found_in_a_folders_name(read):
    assert read(MOODLE).find("homework ada@x.edu")[0].name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no column id, name or email"),
        ("1,2,3\n4,5,6\n", "no column id, name or email"),
        ("id,name\n", "lists no students"),
        ("id,name\n7,Ada\n7,Bob\n", "gives the id 7 to Ada and to Bob"),
        ("id,name\n7,\0\n", "is not a text file"),
        ('id,name\n7,"' + "x" * 200_000, "cannot be read"),
    ],
)
def test_what_is_no_roster_says_so(read, text, sentence):
    with pytest.raises(roster.RosterError, match=sentence):
        read(text)


def test_a_roster_that_is_not_there_is_said(tmp_path):
    with pytest.raises(roster.RosterError, match="cannot be read"):
        roster.read(tmp_path / "nothing.csv")
