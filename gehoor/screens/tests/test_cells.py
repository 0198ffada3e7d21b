"""Each cell says which column it is of."""

from markupsafe import Markup

from gehoor.screens.cells import with_columns


def test_each_cell_carries_the_heading_of_its_column_and_each_row_begins_anew() -> None:
    rows = Markup('<tr><th scope="row">Post</th><td>3</td></tr><tr><td>Plein</td><td>4</td></tr>')

    shown = with_columns(rows, ["Channel", "Answers"])

    assert shown == (
        '<tr role="row"><th role="rowheader" data-column="Channel" scope="row">Post</th>'
        '<td role="cell" data-column="Answers">3</td></tr>'
        '<tr role="row"><td role="cell" data-column="Channel">Plein</td>'
        '<td role="cell" data-column="Answers">4</td></tr>'
    )


def test_what_people_wrote_begins_no_cell_and_a_heading_ends_no_attribute() -> None:
    rows = Markup("<tr><td>{}</td><td>{}</td></tr>").format("<td>", "x")

    shown = with_columns(rows, ['Said "no"', "Track"])

    assert shown.count("data-column") == 2
    assert 'data-column="Said &#34;no&#34;">&lt;td&gt;</td>' in shown
