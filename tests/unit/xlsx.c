// SPDX-License-Identifier: EUPL-1.2
// Workbooks and archives, made by hand: what each cell becomes, and every reason to refuse.
#include "setting.h"

#include "format/xlsx_text.h"
#include "workbook.h"

static void expect_bytes(const kt_buffer *bytes, const char *expected)
{
    kt_buffer out = {0};
    kt_error error = {0};
    kt_status status = workbook_read(&out, bytes->text, bytes->length, &error);
    if (status == KT_OK)
        assert_string_equal(out.text == NULL ? "" : out.text, expected);
    else if (strcmp(error.message, expected) != 0 || status != KT_BAD_INPUT)
        fail_msg("status %d: %s, expected %s", (int)status, error.message, expected);
    kt_buffer_free(&out);
}

static void expect(workbook w, const char *expected)
{
    kt_buffer bytes = workbook_bytes(&w);
    assert_false(bytes.failed);
    expect_bytes(&bytes, expected);
    kt_buffer_free(&bytes);
}

static void expect_archive(const zip_entry *entries, const char *expected)
{
    kt_buffer bytes = zip_of(entries);
    expect_bytes(&bytes, expected);
    kt_buffer_free(&bytes);
}

static void expect_sheet(const char *sheet, const char *expected)
{
    expect((workbook){.sheet = sheet}, expected);
}

#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static void cells_are_what_they_show(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row r=\"2\"><c r=\"A2\"><v>1.50</v></c><c r=\"C2\" t=\"b\"><v>1</v></c>"
                       "<c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>"
                       "<c t=\"d\"><v>2026-03-31T10:00:00</v></c><c t=\"d\"><v>2026-03</v></c>"
                       "<c t=\"str\"><v>text</v></c><c t=\"n\"><v>0.29999999999999999</v></c>"
                       "<c t=\"none such\"><v>1e3</v></c><c><v>+5</v></c><c><v>2E2</v></c></row>"),
                 "[One] 2: A=#1.50 C=?yes D=?no E=!#N/A F=@2026-03-31 G=@2026-03 H=text I=#0.3 "
                 "J=#1000 K=!+5 L=#200");
    expect_sheet(SHEET("<row><c t=\"inlineStr\"><is><r><t>two </t></r><r><t>runs</t></r>"
                       "<rPh><t>spoken</t></rPh></is></c><c t=\"inlineStr\"><is/></c><c/>"
                       "<c><v></v></c><c><v>no number</v></c></row>"),
                 "[One] 1: A=two runs E=!no number");
    expect_sheet("<worksheet/>", "[One]");
}

static void shared_texts_are_found_by_their_number(void **state)
{
    (void)state;
    expect((workbook){.strings = "<sst><si><t>first</t></si><si/><si><r><t>se</t></r><r><t>cond"
                                 "</t></r><rPh><t>x</t></rPh></si></sst>",
                      .sheet = SHEET("<row><c t=\"s\"><v>2</v></c><c t=\"s\"><v>1</v></c>"
                                     "<c t=\"s\"><v>0</v></c><c t=\"s\"><v>3</v></c>"
                                     "<c t=\"s\"><v>x</v></c></row>")},
           "[One] 1: A=second C=first D=!3 E=!x");
}

static void a_format_makes_a_number_a_date_or_a_percentage(void **state)
{
    (void)state;
    static const char STYLES[] =
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-413]d/mm/yy\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"&quot;days&quot; 0\"/>"
        "<numFmt numFmtId=\"166\" formatCode=\"\\d0.0%\"/><numFmt numFmtId=\"167\"/>"
        "<numFmt numFmtId=\"168\" formatCode=\"0;[Red]y\"/>"
        "<numFmt numFmtId=\"164\" formatCode=\"0\"/></numFmts>"
        "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
        "<cellXfs><xf/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
        "<xf numFmtId=\"167\"/><xf numFmtId=\"168\"/><xf numFmtId=\"22\"/><xf numFmtId=\"47\"/>"
        "<xf numFmtId=\"10\"/><xf numFmtId=\"23\"/><xf numFmtId=\"70000\"/></cellXfs></styleSheet>";
    expect((workbook){.styles = STYLES,
                      .sheet = SHEET("<row><c s=\"0\"><v>1</v></c><c s=\"1\"><v>46112</v></c>"
                                     "<c s=\"2\"><v>2</v></c><c s=\"3\"><v>0.5</v></c>"
                                     "<c s=\"4\"><v>3</v></c><c s=\"5\"><v>4</v></c>"
                                     "<c s=\"6\"><v>46112.7</v></c><c s=\"7\"><v>1</v></c>"
                                     "<c s=\"8\"><v>0.35</v></c><c s=\"9\"><v>9</v></c>"
                                     "<c s=\"10\"><v>10</v></c><c s=\"11\"><v>11</v></c></row>")},
           "[One] 1: A=#1 B=@2026-03-31 C=#2 D=%0.5 E=#3 F=#4 G=@2026-03-31 H=@1900-01-01 I=%0.35 "
           "J=#9 K=#10 L=#11");
}

static void a_serial_number_is_a_day_of_its_epoch(void **state)
{
    (void)state;
    static const char STYLES[] =
        "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    static const char CELLS[] =
        SHEET("<row><c s=\"0\"><v>59</v></c><c s=\"0\"><v>60</v></c><c s=\"0\"><v>61</v></c>"
              "<c s=\"0\"><v>-1</v></c><c s=\"0\"><v>2958465</v></c><c s=\"0\"><v>2958466</v></c>"
              "</row>");
    static const char BOOK[] = "<workbook><workbookPr date1904=\"%s\"/><sheets><sheet name=\"One\" "
                               "r:id=\"r1\"/></sheets></workbook>";
    char book[200];
    expect((workbook){.styles = STYLES, .sheet = CELLS},
           "[One] 1: A=@1900-02-28 B=#60 C=@1900-03-01 D=#-1 E=@9999-12-31 F=#2958466");
    snprintf(book, sizeof book, BOOK, "0");
    expect((workbook){.book = book,
                      .styles = STYLES,
                      .sheet = SHEET("<row><c s=\"0\"><v>61</v></c></row>")},
           "[One] 1: A=@1900-03-01");
    for (int i = 0; i < 2; i++) {
        snprintf(book, sizeof book, BOOK, i == 0 ? "1" : "true");
        expect((workbook){.book = book,
                          .styles = STYLES,
                          .sheet = SHEET("<row><c s=\"0\"><v>60</v></c></row>")},
               "[One] 1: A=@1904-03-01");
    }
}

static void a_formula_gives_what_was_stored_with_it(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row><c r=\"B1\"><f>A1+1</f><v>3</v></c><c><f>A1</f></c><c><f>A2</f>"
                       "<v></v></c><c><f>A3</f><v>4</v></c></row>"),
                 "[One] 1: Bf=#3 Cf=!a formula without a stored value Ef=#4"
                 "\nf.xlsx:One!B1: cells with a formula: 3, this is the first: the values that the "
                 "spreadsheet stored are read"
                 "\nf.xlsx:One!C1: formulas without a stored value: 1, this is the first: open the "
                 "file in a spreadsheet and save it");
}

static void sheets_are_told_apart(void **state)
{
    (void)state;
    static const char CELL[] = SHEET("<row><c><v>1</v></c></row>");
    expect((workbook){.book = "<workbook><sheets><sheet name=\"Chart\" r:id=\"r2\"/>"
                              "<sheet name=\"Seen\" state=\"visible\" r:id=\"r1\"/>"
                              "<sheet name=\"Unseen\" state=\"veryHidden\" r:id=\"r3\"/>"
                              "<sheet/></sheets></workbook>",
                      .relations = "<Relationships><Relationship Id=\"r2\" Type=\"x/chartsheet\" "
                                   "Target=\"c.xml\"/><Relationship Id=\"r1\" Type=\"x/worksheet\" "
                                   "Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"r3\" "
                                   "Type=\"x/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
                                   "<Relationship Id=\"r4\" Type=\"plain\" Target=\"x\"/>"
                                   "<Relationship Id=\"r4\"/><other/></Relationships>",
                      .sheet = CELL,
                      .second = CELL},
           "[Seen] 1: A=#1[Unseen hidden] 1: A=#1"
           "\nf.xlsx:Chart: the sheet is no table (a chart, say): it is not read"
           "\nf.xlsx:: the sheet is no table (a chart, say): it is not read");
    expect((workbook){.book = "<workbook><sheets><sheet name=\"One\" r:id=\"r1\"/>"
                              "<sheet name=\"Two\" r:id=\"r1\"/></sheets></workbook>",
                      .sheet = CELL},
           "Two: the sheet is the same part of the file as another, xl/worksheets/sheet1.xml");
    expect((workbook){.package = "<Relationships/>", .sheet = CELL}, "[One] 1: A=#1");
    expect((workbook){.package = "<Relationships><Relationship Type=\"short\" Target=\"x\"/>"
                                 "<Relationship/></Relationships>",
                      .sheet = CELL},
           "[One] 1: A=#1");
    expect((workbook){.package = "<Relationships><Relationship Type=\"x/officeDocument\" "
                                 "Target=\"book.xml\"/></Relationships>"},
           "book.xml: there is no such part");
    expect((workbook){0}, "xl/worksheets/sheet1.xml: there is no such part");
}

static void disorder_is_refused(void **state)
{
    (void)state;
    static const char NEAR_1[] = "One: rows or cells are not in order, near row 1";
    expect_sheet(SHEET("<row r=\"1\"/><row r=\"1\"/>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1\"/><row r=\"0\"/>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1\"/><row r=\"1048577\"><c><v>1</v></c></row>"), NEAR_1);
    expect_sheet(SHEET("<row><c r=\"B1\"/><c r=\"A1\"/></row>"), NEAR_1);
    expect_sheet(SHEET("<row><c r=\"1\"/></row>"), NEAR_1);
    expect_sheet(SHEET("<row><c r=\"XFE1\"/></row>"), NEAR_1);
    expect_sheet(SHEET("<row><c r=\"ZZZZZZ1\"/></row>"), NEAR_1);
    expect_sheet(SHEET("<row><c r=\"XFD1\"/><c/></row>"), NEAR_1);
    expect_sheet(SHEET("<c><v>1</v></c>"), "One: rows or cells are not in order, near row 0");
}

static void what_stands_in_another_or_elsewhere_is_refused(void **state)
{
    (void)state;
    static const char NEAR_1[] = "One: rows or cells are not in order, near row 1";
    static const char TWO[] = "f.xlsx:One!A1: the cell holds more than one value";
    expect_sheet(SHEET("<row r=\"1\"><row r=\"2\"><c><v>1</v></c></row></row>"), NEAR_1);
    expect_sheet(SHEET("<row><c><c><v>1</v></c><v>2</v></c></row>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1\"><c r=\"R1C1\"><v>1</v></c></row>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1\"><c r=\"A1:B1\"><v>1</v></c></row>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1\"><c r=\"A\"><v>1</v></c></row>"), NEAR_1);
    expect_sheet(SHEET("<row r=\"1x\"/>"), "One: rows or cells are not in order, near row 0");
    expect_sheet(SHEET("<row r=\"99999999999999999999\"/>"),
                 "One: rows or cells are not in order, near row 0");
    expect_sheet(SHEET("<row><c><v>2</v><v>3</v></c></row>"), TWO);
    expect_sheet(SHEET("<row><c t=\"inlineStr\"><is><t>a</t></is><is><t>b</t></is></c></row>"),
                 TWO);
    expect_sheet(SHEET("<row><c t=\"inlineStr\"><v>a</v><is><t>b</t></is></c></row>"), TWO);
    expect_sheet("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"
                 "<headerFooter><v>7</v><t>8</t></headerFooter></worksheet>",
                 "[One] 1: A=#1");
}

static void words_of_a_cell_are_what_they_say(void **state)
{
    (void)state;
    expect_sheet(SHEET("<row><c t=\"b\"><v>true</v></c><c t=\"b\"><v>false</v></c>"
                       "<c t=\"b\"><v>2</v></c></row>"),
                 "[One] 1: A=?yes B=?no C=!2");
    expect_sheet(SHEET("<row><c t=\"d\"><v>2024-01-0\xC3\xA9</v></c></row>"),
                 "[One] 1: A=@2024-01-0\xC3\xA9"); // whole, so that it is refused as it was sent
    expect((workbook){.strings = "<sst><si><t>first</t></si></sst>",
                      .sheet = SHEET("<row><c t=\"s\"><v>0.5</v></c><c t=\"s\"><v>-0</v></c>"
                                     "<c t=\"s\"><v>0</v></c></row>")},
           "[One] 1: A=!0.5 B=!-0 C=first");
}

static void characters_that_xml_cannot_hold_are_read(void **state)
{
    (void)state;
    expect((workbook){.strings = "<sst><si><t>a_x000D_\nb_x005F_x0041_</t></si></sst>",
                      .sheet = SHEET("<row><c t=\"s\"><v>0</v></c>"
                                     "<c t=\"inlineStr\"><is><t>_x0041__xD83D__xDE00_</t></is></c>"
                                     "<c t=\"str\"><v>_x0000_ _xD800_ _x41_ _x004G_ _x0041</v></c>"
                                     "</row>")},
           "[One] 1: A=a\r\nb_x0041_ B=A\xF0\x9F\x98\x80 C=_x0000_ _xD800_ _x41_ _x004G_ _x0041");
    static const char *const TEXT[] = {"plain", "_x0041_", "_x0041_x0042_", "__x00e9_", "_x", ""};
    static const char *const HELD[] = {
        "plain", "_x005F_x0041_", "_x005F_x0041_x005F_x0042_", "__x005F_x00e9_", "_x", ""};
    for (size_t i = 0; i < sizeof TEXT / sizeof TEXT[0]; i++) {
        kt_buffer held = {0};
        kt_xlsx_text_encode(&held, TEXT[i]);
        assert_string_equal(held.text == NULL ? "" : held.text, HELD[i]);
        size_t length = held.text == NULL ? 0 : kt_xlsx_text_decode(held.text, held.length);
        assert_int_equal(length, strlen(TEXT[i]));
        assert_memory_equal(held.text == NULL ? "" : held.text, TEXT[i], length);
        kt_buffer_free(&held);
    }
    assert_int_equal(kt_xlsx_text_most("abc", 2), 2);
    assert_int_equal(kt_xlsx_text_most("a\xC3\xA9\xF0\x9F\x98\x80z", 2), 3);
    assert_int_equal(kt_xlsx_text_most("a\xC3\xA9\xF0\x9F\x98\x80z", 3), 3); // a pair counts two
    assert_int_equal(kt_xlsx_text_most("a\xC3\xA9\xF0\x9F\x98\x80z", 4), 7);
    assert_int_equal(kt_xlsx_text_most("abc", 9), 3);
}

// Parts are found by their relations, wherever they lie.
static void parts_are_found_by_their_relations(void **state)
{
    (void)state;
    zip_entry entry[] = {
        {.name = "_rels/.rels",
         .bytes = "<Relationships><Relationship Type=\"x/officeDocument\" "
                  "Target=\"/deep/in/book.xml\"/></Relationships>"},
        {.name = "deep/in/book.xml", .bytes = WORKBOOK_BOOK},
        {.name = "deep/in/_rels/book.xml.rels",
         .bytes = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" "
                  "Target=\"../sheets/./one.xml\"/><Relationship Id=\"r2\" "
                  "Type=\"x/sharedStrings\" Target=\"/texts.xml\"/><Relationship Id=\"r3\" "
                  "Type=\"x/styles\" Target=\"../..//looks.xml\"/></Relationships>"},
        {.name = "deep/sheets/one.xml",
         .bytes = SHEET("<row><c t=\"s\"><v>0</v></c><c s=\"0\"><v>0.5</v></c></row>")},
        {.name = "texts.xml", .bytes = "<sst><si><t>found</t></si></sst>"},
        {.name = "looks.xml",
         .bytes = "<styleSheet><cellXfs><xf numFmtId=\"9\"/></cellXfs></styleSheet>"},
        {.name = "xl/sharedStrings.xml", .bytes = "<sst><si><t>not this</t></si></sst>"},
        {0},
    };
    expect_archive(entry, "[One] 1: A=found B=%0.5");
    char target[900];
    snprintf(target, sizeof target,
             "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"%0700d\"/>"
             "</Relationships>",
             0); // no program writes one
    expect((workbook){.relations = target, .sheet = SHEET("")}, ": there is no such part");
}

#define FOUR_ROWS                                                                                  \
    "<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row><row><c><v>4</" \
    "v>"                                                                                           \
    "</c></row>"

static void merged_ranges_are_ranges(void **state)
{
    (void)state;
    expect_sheet(
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>"
        "<mergeCell ref=\"A1:B2\"/><mergeCell ref=\"C1\"/><mergeCell/></mergeCells>"
        "</worksheet>",
        "[One] 1: A=#1\nf.xlsx:One!A1: ranges of merged cells: 1, this is the first: their "
        "value is taken for each row of the range");
    static const char *const BAD[] = {"A1:1", "1:B2", "A0:B2", "A2:B1", "B1:A2", "A1:B1048577"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        char sheet[200];
        char message[200];
        snprintf(sheet, sizeof sheet,
                 "<worksheet><mergeCells><mergeCell ref=\"%s\"/><mergeCell ref=\"x:y\"/>"
                 "</mergeCells></worksheet>",
                 BAD[i]);
        snprintf(message, sizeof message, "One: \"%s\" is no range of merged cells", BAD[i]);
        expect_sheet(sheet, message);
    }
}

// Ranges that cover the same cell, or more rows than any person merges.
static void merged_ranges_may_not_overlap(void **state)
{
    (void)state;
    static const char *const OVERLAP[][2] = {
        {"A1:B3", "B2:C4"}, {"B2:C4", "A1:B3"}, {"A1:D4", "B2:B2"}, {"A1:A2", "A2:A3"}};
    for (size_t i = 0; i < sizeof OVERLAP / sizeof OVERLAP[0]; i++) {
        char sheet[400];
        snprintf(sheet, sizeof sheet,
                 "<worksheet>%s<mergeCell ref=\"%s\"/><mergeCell ref=\"%s\"/></worksheet>",
                 FOUR_ROWS, OVERLAP[i][0], OVERLAP[i][1]);
        kt_buffer out = {0};
        kt_error error = {0};
        kt_buffer bytes = workbook_bytes(&(workbook){.sheet = sheet});
        assert_int_equal(workbook_read(&out, bytes.text, bytes.length, &error), KT_BAD_INPUT);
        assert_non_null(strstr(error.message, "ranges of merged cells overlap: unmerge them"));
        kt_buffer_free(&bytes);
        kt_buffer_free(&out);
    }
    char sheet[400];
    snprintf(sheet, sizeof sheet,
             "<worksheet>%s<mergeCell ref=\"C1:D2\"/><mergeCell ref=\"A3:B4\"/><mergeCell "
             "ref=\"A1:B2\"/><mergeCell ref=\"F900:G901\"/></worksheet>",
             FOUR_ROWS);
    expect_sheet(sheet,
                 "[One] 1: A=#1 2: A=#2 3: A=#3 4: A=#4\nf.xlsx:One!C1: ranges of merged cells: "
                 "4, this is the first: their value is taken for each row of the range");
}

// A text of `n` letters between two parts.
static kt_buffer stretched(const char *before, size_t n, const char *after)
{
    kt_buffer text = {0};
    kt_buffer_put(&text, before);
    kt_buffer_repeat(&text, "x", n);
    kt_buffer_put(&text, after);
    assert_false(text.failed);
    return text;
}

static void limits_are_told(void **state)
{
    (void)state;
    enum { MOST = 32767 * 4 };
    kt_buffer text = stretched("<worksheet><row><c t=\"str\"><v>", MOST + 1,
                               "</v></c><c t=\"str\"><v>more</v></c></row></worksheet>");
    expect_sheet(text.text, "f.xlsx:One!A1: the cell holds more than 32,767 characters");
    kt_buffer_free(&text);
    text = stretched("<sst><si><t>", MOST + 1, "</t></si></sst>");
    expect((workbook){.strings = text.text, .sheet = SHEET("")},
           "a text of its cells has more than 32,767 characters");
    kt_buffer_free(&text);
    expect((workbook){.styles = "<styleSheet><numFmt numFmtId=\"65536\"/></styleSheet>",
                      .sheet = SHEET("")},
           "a number format has a number above 65,535");
    kt_buffer styles = {0};
    kt_buffer_put(&styles, "<styleSheet><cellXfs>");
    kt_buffer_repeat(&styles, "<xf/>", 65537);
    kt_buffer_put(&styles, "</cellXfs></styleSheet>");
    expect((workbook){.styles = styles.text, .sheet = SHEET("")},
           "holds more than 65,536 formats of cells");
    kt_buffer_free(&styles);
    kt_buffer book = {0};
    kt_buffer_put(&book, "<workbook>");
    kt_buffer_repeat(&book, "<sheet name=\"s\"/>", 1001);
    kt_buffer_put(&book, "</workbook>");
    expect((workbook){.book = book.text}, "holds more than 1,000 sheets");
    kt_buffer_free(&book);
    expect((workbook){.sheet = "<worksheet><row>"},
           "xl/worksheets/sheet1.xml: line 1, column 17: not usable XML: it ends before anything "
           "was said");
}

// 2,200 cells of one long text that is there once: 275 MiB where they are put down.
static void all_texts_together_have_a_limit(void **state)
{
    (void)state;
    kt_buffer text = stretched("<sst><si><t>", 131000, "</t></si></sst>");
    kt_buffer sheet = {0};
    kt_buffer_put(&sheet, "<worksheet><row>");
    kt_buffer_repeat(&sheet, "<c t=\"s\"><v>0</v></c>", 2200);
    kt_buffer_put(&sheet, "</row></worksheet>");
    expect((workbook){.strings = text.text, .sheet = sheet.text},
           "One: the cells of the workbook hold more than 256 MiB of text");
    kt_buffer_free(&text);
    kt_buffer_free(&sheet);
}

// ------------------------------------------------------------------------------------- archives

static void expect_text(const char *bytes, size_t length, const char *expected)
{
    kt_buffer text = {0};
    kt_buffer_add(&text, bytes, length);
    expect_bytes(&text, expected);
    kt_buffer_free(&text);
}

static void what_is_no_archive_is_called_by_its_name(void **state)
{
    (void)state;
    static const char OLD[] = "has a password or is an .xls of before 2007: save it as .xlsx "
                              "without a password";
    expect_text("\xD0\xCF\x11\xE0 and more", 13, OLD);
    expect_text("\xD0\xCF\x11\xE0", 4, "is not a workbook: it is no zip archive");
    expect_text("plain text", 10, "is not a workbook: it is no zip archive");
    expect_text("", 0, "_rels/.rels: there is no such part"); // to libzip it is an empty archive
    kt_buffer whole = workbook_bytes(&(workbook){.sheet = SHEET("")});
    expect_text(whole.text, whole.length - 30, "is not a workbook: it is no zip archive");
    kt_buffer_free(&whole);
}

static void parts_that_cannot_be_unpacked_say_why(void **state)
{
    (void)state;
    expect_archive((const zip_entry[]){{.name = "_rels/.rels", .bytes = "x", .flags = 1}, {0}},
                   "_rels/.rels: cannot be unpacked: it has a password");
    expect_archive((const zip_entry[]){{.name = "_rels/.rels", .bytes = "x", .method = 98}, {0}},
                   "_rels/.rels: cannot be unpacked: it is packed in a way that is not known");
    expect_archive((const zip_entry[]){{.name = "_rels/.rels", .bytes = "<a/>", .crc = 1}, {0}},
                   "_rels/.rels: is broken: its content is damaged");
    expect_archive(
        (const zip_entry[]){{.name = "_rels/.rels", .bytes = "\7zzz", .method = 8, .size = 100},
                            {0}},
        "_rels/.rels: is broken: its content is damaged");
    expect_archive((const zip_entry[]){{.name = "other", .bytes = "x"}, {0}},
                   "_rels/.rels: there is no such part");
}

static void bombs_are_refused(void **state)
{
    (void)state;
    static const char FAR_MORE[] = "_rels/.rels: unpacks to far more than a workbook does (limits: "
                                   "1 GiB, and 200 times its packed size)";
    expect_archive(
        (const zip_entry[]){
            {.name = "_rels/.rels", .bytes = "x", .method = 8, .size = (1u << 30) + 1}, {0}},
        FAR_MORE);
    expect_archive(
        (const zip_entry[]){
            {.name = "_rels/.rels", .bytes = "x", .method = 8, .size = (16u << 20) + 1}, {0}},
        FAR_MORE);
    kt_buffer spaces = zip_spaces(17u << 20); // more than the entry says
    expect_archive(
        (const zip_entry[]){{"_rels/.rels", spaces.text, spaces.length, 8, 0, 1000, 7}, {0}},
        FAR_MORE);
    kt_buffer_free(&spaces);
    spaces = zip_spaces(1u << 20); // nothing of note, but broken
    expect_archive(
        (const zip_entry[]){{"_rels/.rels", spaces.text, spaces.length, 8, 0, 1000, 7}, {0}},
        "_rels/.rels: is broken: its content is damaged");
    kt_buffer_free(&spaces);
}

static void two_parts_of_one_name_are_refused(void **state)
{
    (void)state;
    expect_archive((const zip_entry[]){{.name = "a", .bytes = "x"},
                                       {.name = "b", .bytes = "y"},
                                       {.name = "a", .bytes = "z"},
                                       {0}},
                   "holds two parts of one name, a");
}

static void many_parts_are_refused(void **state)
{
    (void)state;
    enum { N = 10001 };
    zip_entry *entry = calloc(N + 1, sizeof *entry);
    assert_non_null(entry);
    for (size_t i = 0; i < N; i++)
        entry[i] = (zip_entry){.name = "PP", .bytes = "P"};
    expect_archive(entry, "holds more than 10000 parts");
    free(entry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_they_show),
        cmocka_unit_test(shared_texts_are_found_by_their_number),
        cmocka_unit_test(a_format_makes_a_number_a_date_or_a_percentage),
        cmocka_unit_test(a_serial_number_is_a_day_of_its_epoch),
        cmocka_unit_test(a_formula_gives_what_was_stored_with_it),
        cmocka_unit_test(sheets_are_told_apart),
        cmocka_unit_test(disorder_is_refused),
        cmocka_unit_test(what_stands_in_another_or_elsewhere_is_refused),
        cmocka_unit_test(words_of_a_cell_are_what_they_say),
        cmocka_unit_test(characters_that_xml_cannot_hold_are_read),
        cmocka_unit_test(parts_are_found_by_their_relations),
        cmocka_unit_test(merged_ranges_are_ranges),
        cmocka_unit_test(merged_ranges_may_not_overlap),
        cmocka_unit_test(limits_are_told),
        cmocka_unit_test(all_texts_together_have_a_limit),
        cmocka_unit_test(what_is_no_archive_is_called_by_its_name),
        cmocka_unit_test(parts_that_cannot_be_unpacked_say_why),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(two_parts_of_one_name_are_refused),
        cmocka_unit_test(many_parts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
