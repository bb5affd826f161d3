# SPDX-License-Identifier: EUPL-1.2
"""Writes and fills workbooks with the standard library alone: an independent hand for the tests.

`write(path, sheets)` makes one from rows of values; `fill(source, target, tables)` puts rows into
the sheets of the program's own template, by the grey names in its fourth row.
"""

import datetime
import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006/relationships"


class Cell:
    """A cell with more than a value: type of its XML, style, formula."""

    def __init__(self, value="", kind=None, style=0, formula=None):
        self.value, self.kind, self.style, self.formula = value, kind, style, formula


def letters(column):
    text, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(65 + digit) + text
    return text


def cell_xml(row, column, value):
    reference = f"{letters(column)}{row}"
    if value is None or value == "":
        return ""
    if isinstance(value, Cell):
        kind = f' t="{value.kind}"' if value.kind else ""
        formula = f"<f>{escape(value.formula)}</f>" if value.formula else ""
        inner = "" if value.value == "" else f"<v>{escape(str(value.value))}</v>"
        return f'<c r="{reference}" s="{value.style}"{kind}>{formula}{inner}</c>'
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value!r}</v></c>'
    if isinstance(value, datetime.date):
        serial = (value - datetime.date(1899, 12, 30)).days
        return f'<c r="{reference}" s="1"><v>{serial}</v></c>'
    return (f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'
            "</c>")


def sheet_xml(rows, merges=()):
    out = io.StringIO()
    out.write(f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>')
    for number, row in enumerate(rows, 1):
        out.write(f'<row r="{number}">')
        for column, value in enumerate(row):
            out.write(cell_xml(number, column, value))
        out.write("</row>")
    out.write("</sheetData>")
    if merges:
        out.write("<mergeCells>" + "".join(f'<mergeCell ref="{m}"/>' for m in merges) +
                  "</mergeCells>")
    out.write("</worksheet>")
    return out.getvalue()


STYLES = (f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" '
          'formatCode="dd\\-mm\\-yyyy"/></numFmts><cellXfs count="3"><xf numFmtId="0"/>'
          '<xf numFmtId="170"/><xf numFmtId="9"/></cellXfs></styleSheet>')


def write(path, sheets, hidden=(), merges=None, epoch_1904=False, extra=None):
    """sheets: {name: rows}; merges: {name: [range]}; extra: {part: bytes} replaces or adds."""
    parts = {"_rels/.rels": f'<Relationships xmlns="{PKG}"><Relationship Id="r1" Type="{REL}/'
                            'officeDocument" Target="xl/workbook.xml"/></Relationships>',
             "xl/styles.xml": STYLES}
    book, rels = "", ""
    for i, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        book += f'<sheet name={quoteattr(name)} sheetId="{i}"{state} r:id="r{i}"/>'
        rels += (f'<Relationship Id="r{i}" Type="{REL}/worksheet" '
                 f'Target="worksheets/sheet{i}.xml"/>')
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml(rows, (merges or {}).get(name, ()))
    epoch = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    parts["xl/workbook.xml"] = (f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{epoch}<sheets>{book}'
                                "</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PKG}">{rels}</Relationships>'
    parts.update(extra or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def heads(archive, part, shared):
    """{field name: column} of the row of grey names of a sheet, and that row's number."""
    xml = archive.read(part).decode()
    row = re.search(r'<row r="4".*?</row>', xml, re.S)
    found = {}
    for match in re.finditer(r'<c r="([A-Z]+)4"[^>]*t="s"[^>]*><v>(\d+)</v>', row[0]):
        found[shared[int(match[2])]] = match[1]
    return found


# A figure that as text can be read in two ways, "79.746", and the columns that have such ones.
TWO_WAYS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
FIGURES = ("quantity", "quantity_min", "quantity_max", "mass_kg", "value_eur", "price_eur")


def cell(place, name, value):
    """As text, whatever it is; but a figure that would be refused as text is typed as one."""
    if name in FIGURES and TWO_WAYS.fullmatch(value):
        return f'<c r="{place}"><v>{value}</v></c>'
    return (f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is>'
            '</c>')


def fill(source, target, tables):
    """Puts tables {name: (columns, rows)} into the template, below its examples."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        shared = [re.sub("<[^>]*>", "", text) for text in re.findall(
            r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode(), re.S)]
        filled = set()
        for part in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
            try:
                columns = heads(archive, part, shared)
            except TypeError:
                continue
            names = {name.split(".")[0] for name in columns if "." in name}
            if len(names) != 1:
                continue
            table = names.pop()
            if table not in tables:
                continue
            filled.add(table)
            header, rows = tables[table]
            place = [columns.get(f"{table}.{name}") for name in header]
            xml = parts[part].decode()
            body = io.StringIO()
            for number, row in enumerate(rows, 10):
                cells = sorted(((len(p), p, n, v) for p, n, v in zip(place, header, row)
                                if p and v != ""))
                body.write(f'<row r="{number}">')
                for _, column, name, value in cells:
                    body.write(cell(f"{column}{number}", name, value))
                body.write("</row>")
            parts[part] = xml.replace("</sheetData>", body.getvalue() + "</sheetData>").encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return filled
