// SPDX-License-Identifier: EUPL-1.2
// A document on a screen: wrapping, columns, characters that are wide or take no room; figures as
// the reader writes them, names cut where room is short, shades.
#include "setting.h"

#include "base/text.h"
#include "report/document/say.h"
#include "report/render/render_text.h"

static void show(kt_buffer *out, const kt_document *document, kt_render_text_options options)
{
    const kt_disclosed disclosed = kt_disclose_document(document);
    assert_false(document->failed);
    kt_render_text(out, &disclosed, options);
    assert_false(out->failed);
}

static void gives_with(const kt_document *document, kt_render_text_options options,
                       const char *expected)
{
    kt_buffer out = {0};
    show(&out, document, options);
    assert_string_equal(out.text, expected);
    kt_buffer_free(&out);
}

static void gives(const kt_document *document, size_t width, bool colour, const char *expected)
{
    gives_with(document, (kt_render_text_options){.width = width, .colour = colour}, expected);
}

static void paragraphs_wrap_at_spaces(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "%s", "one two three four");
    gives(&d, 18, false, "one two three four\n");
    gives(&d, 17, false, "one two three\nfour\n");
    gives(&d, 7, false, "one two\nthree\nfour\n");
    gives(&d, 3, false, "one\ntwo\nthr\nee\nfou\nr\n"); // a word longer than the line is cut
    gives(&d, 0, false, "one two three four\n");
    kt_document_free(&d);
}

static void points_hang(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_TITLE, "%s", "Title");
    kt_document_add(&d, KT_BLOCK_HEADING, "%s", "Heading");
    kt_document_add(&d, KT_BLOCK_POINT, "%s", "één twee drie");
    gives(&d, 10, false, "Title\n\nHeading\n- één twee\n  drie\n");
    gives(&d, 10, true, "\x1b[1mTitle\n\x1b[0m\n\x1b[1mHeading\n\x1b[0m- één twee\n  drie\n");
    kt_document_free(&d);
}

static void wide_characters_take_two_columns(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "%s", "造船所 造船所 ab");
    gives(&d, 13, false, "造船所 造船所\nab\n");
    gives(&d, 12, false, "造船所\n造船所 ab\n");
    kt_document_free(&d);
}

static void empty_text_is_a_line(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "%s", "");
    gives(&d, 10, false, "\n");
    kt_document_free(&d);
}

static void table(kt_document *d)
{
    const kt_column_head head[] = {{.title = "land"},
                                   {.title = "wat", .wide = true},
                                   {.title = "deel", .align = KT_ALIGN_RIGHT}};
    const kt_cell rows[][3] = {
        {kt_cell_text("China"), kt_cell_text("wolfraam uit de hele wereld"), kt_cell_share(0.94)},
        {kt_cell_text("België"), kt_cell_text("造船"), kt_cell_share(0.03)},
        {kt_cell_text(""), kt_cell_text(""), kt_cell_text("")}};
    d->lang = KT_LANG_NL;
    kt_document_table(d, head, 3);
    for (size_t r = 0; r < 3; r++)
        kt_document_row(d, rows[r]);
}

static void columns_line_up_and_the_wide_one_wraps(void **state)
{
    (void)state;
    kt_document d = {0};
    table(&d);
    gives(&d, 60, false,
          "land    wat                           deel\n"
          "──────  ───────────────────────────  ─────\n"
          "China   wolfraam uit de hele wereld   94 %\n"
          "België  造船                         3,0 %\n"
          "\n");
    gives(&d, 40, false,
          "land    wat                         deel\n"
          "──────  ─────────────────────────  ─────\n"
          "China   wolfraam uit de hele        94 %\n"
          "        wereld\n"
          "België  造船                       3,0 %\n"
          "\n");
    kt_document_free(&d);
}

static void titles_break_where_the_table_is_too_wide(void **state)
{
    (void)state;
    kt_document d = {0};
    const kt_column_head head[] = {{.title = "land", .wide = true},
                                   {.title = "met voorrang bediend", .align = KT_ALIGN_RIGHT},
                                   {.title = "nodig per jaar", .align = KT_ALIGN_RIGHT}};
    const kt_cell cells[] = {kt_cell_text("China"), kt_cell_share(0.94), kt_cell_mass(3.0)};
    kt_document_table(&d, head, 3);
    kt_document_row(&d, cells);
    gives(&d, 60, false,
          "land   met voorrang bediend  nodig per jaar\n"
          "─────  ────────────────────  ──────────────\n"
          "China                  94 %          3.0 kg\n");
    gives(&d, 40, false,
          "land        met   nodig\n"
          "       voorrang     per\n"
          "        bediend    jaar\n"
          "─────  ────────  ──────\n"
          "China      94 %  3.0 kg\n");
    kt_document_free(&d);
}

static void a_figure_and_its_unit_stay_on_one_line(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PARAGRAPH, "it costs %s, %s of all, for %s of it",
                    kt_say_euro(&d, 2700000.0), kt_say_share(&d, 0.0001), kt_say_mass(&d, 12.0));
    gives(&d, 16, false,
          "it costs\n"
          "€ 2,700,000,\n"
          "< 0.1 % of all,\n"
          "for 12 kg of it\n");
    kt_document_free(&d);
}

static void words_break_where_titles_are_not_enough(void **state)
{
    (void)state;
    kt_document d = {0};
    const kt_column_head head[] = {{.title = "land", .wide = true},
                                   {.title = "waarom"},
                                   {.title = "deel", .align = KT_ALIGN_RIGHT}};
    const kt_cell rows[][3] = {{kt_cell_text("Democratische Republiek Congo"),
                                kt_cell_text("levering geweigerd"), kt_cell_share(0.94)},
                               {kt_cell_text("Chili"), kt_cell_text("prijs"), kt_cell_share(0.03)}};
    d.lang = KT_LANG_NL;
    kt_document_table(&d, head, 3);
    for (size_t r = 0; r < 2; r++)
        kt_document_row(&d, rows[r]);
    gives(&d, 44, false,
          "land                      waarom        deel\n"
          "────────────────────────  ───────────  ─────\n"
          "Democratische Republiek   levering      94 %\n"
          "Congo                     geweigerd\n"
          "Chili                     prijs        3,0 %\n");
    kt_document_free(&d);
}

static void no_line_is_wider_than_the_screen(void **state)
{
    (void)state;
    for (size_t width = 45; width < 120; width++) {
        kt_document d = {0};
        kt_buffer out = {0};
        table(&d);
        kt_document_add(&d, KT_BLOCK_POINT, "%s", "een zin met — onder meer — é, € en 造船所 erin");
        show(&out, &d, (kt_render_text_options){.width = width});
        for (char *line = out.text; *line != '\0';) {
            char *end = strchr(line, '\n');
            *end = '\0';
            assert_true(kt_text_width(line) <= width);
            assert_true(end == line || end[-1] != ' ');
            line = end + 1;
        }
        kt_buffer_free(&out);
        kt_document_free(&d);
    }
}

// ------------------------------------------------------------------------------------------ cells

// What a table of one column shows of one cell, in a language.
static void shows(kt_lang lang, kt_cell cell, const char *expected)
{
    kt_document d = {.lang = lang};
    kt_buffer out = {0};
    const kt_column_head head = {.title = "x"};
    kt_document_table(&d, &head, 1);
    kt_document_row(&d, &cell);
    show(&out, &d, (kt_render_text_options){.whole = true});
    const char *line = strchr(strchr(out.text, '\n') + 1, '\n') + 1; // behind head and rule
    assert_int_equal(strcspn(line, "\n"), strlen(expected));
    assert_memory_equal(line, expected, strlen(expected));
    kt_buffer_free(&out);
    kt_document_free(&d);
}

static void figures_are_written_as_the_reader_writes_them(void **state)
{
    (void)state;
    shows(KT_LANG_EN, kt_cell_share(0.034), "3.4 %");
    shows(KT_LANG_NL, kt_cell_share(0.034), "3,4 %");
    shows(KT_LANG_NL, kt_cell_number(1234.0), "1.200");
    shows(KT_LANG_EN, kt_cell_mass(0.4), "400 g");
    shows(KT_LANG_NL, kt_cell_factor(1.25), "× 1,3");
    shows(KT_LANG_EN, kt_cell_count(18446744073709551615u), "18,446,744,073,709,551,615");
    shows(KT_LANG_NL, kt_cell_range(1.2, 1.5), "1,2–1,5");
    shows(KT_LANG_EN, kt_cell_spread(0.12, 0.03), "12 % ± 3.0 %");
    shows(KT_LANG_EN, (kt_cell){.kind = KT_CELL_NUMBER, .value = 12.0, .unit = "days"}, "12 days");
}

static void a_mark_says_how_a_figure_is_meant(void **state)
{
    (void)state;
    shows(KT_LANG_EN, kt_cell_marked(kt_cell_number(3.4), KT_MARK_ABOVE), "3.4 ▲");
    shows(KT_LANG_EN, kt_cell_marked(kt_cell_count(2), KT_MARK_AT_LEAST), "≥ 2");
    shows(KT_LANG_EN, kt_cell_marked(kt_cell_share(1.0), KT_MARK_MORE), "> 100 %");
    shows(KT_LANG_EN, kt_cell_marked(kt_cell_text("Lamp"), KT_MARK_SHORT), "Lamp *");
    shows(KT_LANG_EN, kt_cell_marked(kt_cell_count(2), KT_MARK_UNSURE), "2+?");
}

static void what_is_not_known_is_said(void **state)
{
    (void)state;
    shows(KT_LANG_EN, kt_cell_share((double)NAN), "?");
    shows(KT_LANG_EN, kt_cell_mass((double)NAN), "?");
    shows(KT_LANG_EN, kt_cell_or(kt_cell_mass((double)NAN), "not known"), "not known");
    shows(KT_LANG_EN, kt_cell_or(kt_cell_mass(2.0), "not known"), "2.0 kg");
    shows(KT_LANG_EN, kt_cell_range((double)NAN, (double)NAN), "");
}

// Figures stand under one another, with and without a mark.
static void marks_have_room_of_their_own(void **state)
{
    (void)state;
    kt_document d = {0};
    const kt_column_head head[] = {{.title = "area"},
                                   {.title = "risk", .align = KT_ALIGN_RIGHT, .marks = true}};
    const kt_cell rows[][2] = {
        {kt_cell_text("sea"), kt_cell_marked(kt_cell_number(28.0), KT_MARK_ABOVE)},
        {kt_cell_text("air"), kt_cell_number(7.9)}};
    kt_document_table(&d, head, 2);
    kt_document_row(&d, rows[0]);
    kt_document_row(&d, rows[1]);
    gives(&d, 0, false,
          "area   risk\n"
          "────  ─────\n"
          "sea    28 ▲\n"
          "air   7.9\n");
    kt_document_free(&d);
}

static void names_are_cut_unless_all_is_asked_for(void **state)
{
    (void)state;
    kt_document d = {0};
    const kt_cell_step steps[] = {
        {"Antenna rotation drive with slip ring", KT_STEP_PART},
        {"NdFeB sintered magnet, coated with nickel", KT_STEP_HALF_PRODUCT},
        {"Dysprosium (processing) of any purity at all", KT_STEP_PLAIN}};
    const kt_column_head head[] = {{.title = "way"}, {.title = "other"}};
    kt_cell row[] = {kt_cell_path(steps, 3), kt_cell_text("Erbium-doped glass")};
    row[1].shorten = true;
    kt_document_table(&d, head, 1);
    kt_document_row(&d, row);
    kt_document_table(&d, head + 1, 1);
    kt_document_row(&d, row + 1);
    kt_buffer out = {0};
    show(&out, &d, (kt_render_text_options){0});
    assert_non_null(strstr(out.text, "\nAntenna rotation… → NdFeB sintered magnet… → Dysprosium "
                                     "(processing) of any purity at all\n"));
    assert_non_null(strstr(out.text, "\nErbium-doped…\n"));
    kt_buffer_free(&out);
    show(&out, &d, (kt_render_text_options){.whole = true});
    assert_non_null(strstr(out.text, "Antenna rotation drive with slip ring → NdFeB sintered "
                                     "magnet, coated with nickel → Dysprosium"));
    assert_non_null(strstr(out.text, "\nErbium-doped glass\n"));
    kt_buffer_free(&out);
    kt_document_free(&d);
}

static void cells_are_kept_by_the_document(void **state)
{
    (void)state;
    kt_document d = {0};
    const kt_column_head head[] = {{.title = "way"}};
    char name[] = "Gallium";
    kt_cell_step step = {name, KT_STEP_PLAIN};
    const kt_cell cell = kt_cell_path(&step, 1);
    kt_document_table(&d, head, 1);
    kt_document_row(&d, &cell);
    memset(name, 'x', sizeof name - 1);
    step.name = NULL;
    gives(&d, 0, false, "way\n───────\nGallium\n");
    kt_document_free(&d);
}

// Two figures that share their series have one list of its names.
static void a_heat_map_is_shaded(void **state)
{
    (void)state;
    static const char *const SERIES[] = {"Air defence", "Propulsion"};
    const kt_figure figure = {.kind = KT_FIGURE_HEAT_MAP, .series = SERIES, .n_series = 2};
    const kt_column_head head[] = {
        {.title = "country"}, {.title = "lost", .align = KT_ALIGN_RIGHT}, {.title = NULL}};
    const double loss[][2] = {{1.0, 0.6}, {0.2, 0.05}, {0.0, 0.0}};
    const char *const name[] = {"China", "Chile", "Peru"};
    kt_document d = {0};
    for (size_t k = 0; k < 2; k++) {
        kt_document_figure(&d, &figure, head, 3);
        for (size_t r = 0; r < (k == 0 ? 3 : 1); r++) {
            const kt_cell row[] = {kt_cell_text(name[r]), kt_cell_share(loss[r][0]),
                                   kt_cell_series(loss[r], 2)};
            kt_document_row(&d, row);
        }
    }
    gives(&d, 0, false,
          "country   lost   1  2\n"
          "───────  ─────  ─────\n"
          "China    100 %  ██ ▓▓\n"
          "Chile     20 %  ▒▒ ░░\n"
          "Peru       0 %   ·  ·\n"
          "1 Air defence, 2 Propulsion.\n"
          "██ all is lost, ▓▓ more than half, ▒▒ more than a tenth, ░░ less, · nothing.\n"
          "country   lost   1  2\n"
          "───────  ─────  ─────\n"
          "China    100 %  ██ ▓▓\n");
    kt_document_free(&d);
}

static void a_line_for_other_programs_is_left_whole(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_add(&d, KT_BLOCK_PLAIN, "%s", "ok: small, 8 items, 7 bom");
    gives(&d, 10, true, "ok: small, 8 items, 7 bom\n");
    kt_document_free(&d);
}

static void a_pair_hangs_behind_its_key(void **state)
{
    (void)state;
    kt_document d = {0};
    kt_document_pair(&d, KT_BLOCK_PAIR, "Home", "the Netherlands");
    gives(&d, 13, false, "Home: the\n  Netherlands\n");
    gives(&d, 20, false, "Home: the\n  Netherlands\n"); // the key takes room too
    gives(&d, 21, false, "Home: the Netherlands\n");
    kt_document_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paragraphs_wrap_at_spaces),
        cmocka_unit_test(points_hang),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(empty_text_is_a_line),
        cmocka_unit_test(columns_line_up_and_the_wide_one_wraps),
        cmocka_unit_test(titles_break_where_the_table_is_too_wide),
        cmocka_unit_test(words_break_where_titles_are_not_enough),
        cmocka_unit_test(a_figure_and_its_unit_stay_on_one_line),
        cmocka_unit_test(no_line_is_wider_than_the_screen),
        cmocka_unit_test(figures_are_written_as_the_reader_writes_them),
        cmocka_unit_test(a_mark_says_how_a_figure_is_meant),
        cmocka_unit_test(what_is_not_known_is_said),
        cmocka_unit_test(marks_have_room_of_their_own),
        cmocka_unit_test(names_are_cut_unless_all_is_asked_for),
        cmocka_unit_test(cells_are_kept_by_the_document),
        cmocka_unit_test(a_heat_map_is_shaded),
        cmocka_unit_test(a_line_for_other_programs_is_left_whole),
        cmocka_unit_test(a_pair_hangs_behind_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
