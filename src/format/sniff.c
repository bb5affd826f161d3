// SPDX-License-Identifier: EUPL-1.2
// Looks at the first 64 KiB and 200 records for encoding and delimiter, and at all cells for the
// decimal mark. Excel in a Dutch setting saves `;` and decimal commas, "CSV UTF-8" with a byte
// order mark, "Unicode text" as UTF-16 with tabs, plain "CSV" in Windows-1252. What the bytes do
// not decide is not guessed: the decimal mark stays open and single figures are refused later.
#include "format/sniff.h"

#include <string.h>

#include "base/text.h"
#include "format/csv.h"
#include "format/csv_write.h"

enum {
    SNIFF_BYTES = 64 * 1024,
    MAX_SNIFF_RECORDS = 200,
    MAX_CELL = 1024 * 1024,
    LINES_PER_LOOK = 1 << 13
};

// Windows-1252, 0x80 to 0x9F; 0: not in use.
static const uint16_t WINDOWS_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

static void put_character(kt_buffer *out, uint32_t c)
{
    char bytes[4];
    kt_buffer_add(out, bytes, kt_text_encode(bytes, c));
}

static uint32_t unit_at(const char *bytes, size_t at, bool little)
{
    uint32_t first = (unsigned char)bytes[at];
    uint32_t second = (unsigned char)bytes[at + 1];
    return little ? first | second << 8 : first << 8 | second;
}

static kt_status decode_utf16(kt_buffer *out, const char *bytes, size_t length, bool little,
                              kt_error *err)
{
    if (length % 2 != 0)
        return kt_error_set(err, KT_BAD_INPUT, "is UTF-16 with half a character at its end");
    for (size_t at = 0; at < length; at += 2) {
        uint32_t c = unit_at(bytes, at, little);
        if (c >= 0xD800 && c < 0xDC00 && at + 4 <= length) {
            uint32_t low = unit_at(bytes, at + 2, little);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if (c == 0 || (c >= 0xD800 && c < 0xE000))
            return kt_error_set(err, KT_BAD_INPUT, "byte %zu is not valid UTF-16", at + 1);
        put_character(out, c);
    }
    return KT_OK;
}

static kt_status decode_windows(kt_buffer *out, const char *bytes, size_t length, kt_error *err)
{
    for (size_t at = 0; at < length; at++) {
        uint32_t c = (unsigned char)bytes[at];
        if (c >= 0x80 && c < 0xA0)
            c = WINDOWS_1252[c - 0x80];
        if (c == 0)
            return kt_error_set(err, KT_BAD_INPUT,
                                "byte %zu is neither UTF-8 nor Windows-1252: save the file as "
                                "UTF-8",
                                at + 1);
        put_character(out, c);
    }
    return KT_OK;
}

// UTF-16 without a mark: in text of ours every second byte is nearly always 0.
static bool looks_utf16(const char *bytes, size_t length, bool little)
{
    size_t zeros = 0;
    size_t n = length < 1024 ? length / 2 : 512;
    for (size_t i = 0; i < n; i++)
        zeros += bytes[2 * i + (little ? 1 : 0)] == 0;
    return n >= 2 && zeros * 10 >= n * 8;
}

// Letters with accents as UTF-8 has them: "é" is Ã and ©, a pair that no word in Windows-1252 has.
static bool has_utf8(const char *bytes, size_t length)
{
    for (size_t at = 0; at + 1 < length; at++) {
        unsigned char first = (unsigned char)bytes[at];
        unsigned char second = (unsigned char)bytes[at + 1];
        if (first >= 0xC3 && first <= 0xC5 && second >= 0x80 && second < 0xC0)
            return true;
    }
    return false;
}

kt_status kt_sniff_decode(kt_buffer *out, kt_sniff *sniff, const char *bytes, size_t length,
                          kt_error *err)
{
    kt_status status = KT_OK;
    bool mark16 =
        length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
    bool little = mark16 ? bytes[0] == '\xFF' : looks_utf16(bytes, length, true);
    size_t skip = kt_csv_byte_order_mark(bytes, length);

    if (length >= 4 &&
        (memcmp(bytes, "\xFF\xFE\0\0", 4) == 0 || memcmp(bytes, "\0\0\xFE\xFF", 4) == 0))
        return kt_error_set(err, KT_BAD_INPUT, "is UTF-32: save the file as UTF-8");
    if (mark16 || little || looks_utf16(bytes, length, false)) {
        sniff->encoding = little ? KT_SNIFF_UTF16LE : KT_SNIFF_UTF16BE;
        skip = mark16 ? 2 : 0;
        status = decode_utf16(out, bytes + skip, length - skip, little, err);
    } else if (kt_text_valid(bytes + skip, length - skip)) {
        sniff->encoding = KT_SNIFF_UTF8;
        kt_buffer_add(out, bytes + skip, length - skip);
    } else {
        sniff->encoding = KT_SNIFF_WINDOWS_1252;
        sniff->mixed = has_utf8(bytes + skip, length - skip);
        status = decode_windows(out, bytes, length, err);
    }
    if (status == KT_OK && out->failed)
        status = kt_error_no_memory(err);
    return status;
}

// How often the most common, and at least one, number of delimiters a record occurs.
static size_t evenness(const char *text, size_t length, char delimiter)
{
    uint16_t count[MAX_SNIFF_RECORDS];
    size_t n = 0;
    size_t best = 0;
    uint16_t here = 0;
    bool quoted = false;
    for (size_t i = 0; i < length && n < MAX_SNIFF_RECORDS; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == delimiter && !quoted && here < UINT16_MAX)
            here++;
        else if (text[i] == '\n' && !quoted) {
            count[n++] = here;
            here = 0;
        }
    }
    if (n < MAX_SNIFF_RECORDS && here > 0)
        count[n++] = here;
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t k = 0; k < n; k++)
            same += count[k] == count[i];
        if (count[i] > 0 && same * 64 + (count[i] < 63 ? count[i] : 63u) > best)
            best = same * 64 + (count[i] < 63 ? count[i] : 63u);
    }
    return best;
}

char kt_sniff_delimiter(const char *text, size_t length)
{
    static const char CANDIDATES[] = {',', ';', '\t', '|'};
    size_t looked_at = length < SNIFF_BYTES ? length : SNIFF_BYTES;
    char best = ',';
    size_t score = 0;
    for (size_t i = 0; i < sizeof CANDIDATES; i++) {
        size_t here = evenness(text, looked_at, CANDIDATES[i]);
        if (here > score) {
            score = here;
            best = CANDIDATES[i];
        }
    }
    return best;
}

// 1.4404, 2.0872, 3.3547: numbers of materials (EN 10027-2 and its kin), no figures.
static bool is_material_number(const char *text)
{
    return *text >= '1' && *text <= '3' && text[1] == '.' && strlen(text) == 6 &&
           strspn(text + 2, "0123456789") == 4;
}

char kt_sniff_vote(const char *text)
{
    size_t dots = 0;
    size_t commas = 0;
    size_t digits = 0;
    size_t behind = 0; // digits since the last mark
    char last = 0;
    for (const char *c = *text == '-' ? text + 1 : text; *c != '\0'; c++) {
        if (*c >= '0' && *c <= '9') {
            digits++;
            behind++;
        } else if (*c == '.' || *c == ',') {
            dots += *c == '.';
            commas += *c == ',';
            last = *c;
            behind = 0;
        } else {
            return 0;
        }
    }
    if (digits == 0 || dots + commas == 0 || behind == 0 || is_material_number(text))
        return 0;
    if (dots > 0 && commas > 0)
        return (last == '.' ? dots : commas) == 1 ? last : 0;
    if (dots + commas > 1) // only thousands are marked more than once
        return last == '.' ? ',' : '.';
    return behind == 3 && digits > 3 && digits <= 6 && text[*text == '-'] != '0' ? 0 : last;
}

char kt_sniff_decimal(const kt_grid *grid, const kt_pool *pool)
{
    size_t dots = 0;
    size_t commas = 0;
    for (size_t i = 0; i < grid->n_cells; i++) {
        if (grid->cell[i].type != KT_GRID_TEXT)
            continue;
        char says = kt_sniff_vote(kt_pool_text(pool, grid->cell[i].text));
        dots += says == '.';
        commas += says == ',';
    }
    if (dots > 0 && commas > 0)
        return 0;
    return dots > 0 ? '.' : commas > 0 ? ',' : 0;
}

typedef struct filling {
    kt_grid *grid;
    kt_pool *pool;
    uint32_t number; // of the record at hand: its first line, from 1
    uint32_t line;
    uint32_t field;
    bool quoted;           // the record at hand has a quote, and may go on in the next line
    uint32_t first_broken; // line of the first record with malformed quotes; 0: none
    uint32_t first_wide;   // with more fields than a grid has columns
    uint32_t first_long;   // with a cell that is too long,
    uint32_t long_field;   // which is this one
    kt_buffer plain;       // scratch: a text without apostrophes of ours
    const kt_control *control;
} filling;

// What of a file is not taken is told; the first place is enough.
static void note_limits(filling *f, size_t length)
{
    if (length > MAX_CELL && f->first_long == 0) {
        f->first_long = f->number;
        f->long_field = f->field;
    }
    if (f->field >= KT_GRID_COLUMNS && length > 0 && f->first_wide == 0)
        f->first_wide = f->number;
}

static void on_field(void *user, const char *text, size_t length)
{
    filling *f = user;
    if (f->field == 0)
        kt_grid_begin_row(f->grid, f->number);
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (kt_csv_write_unguard(&f->plain, text, length)) { // a file of ours that came back
        f->grid->failed |= f->plain.failed;
        length = f->plain.length;
        text = length == 0 ? "" : f->plain.text;
    }
    note_limits(f, length);
    if (f->field < KT_GRID_COLUMNS && length <= MAX_CELL)
        kt_grid_put(f->grid, f->pool,
                    (kt_grid_cell){.column = (uint16_t)f->field, .type = KT_GRID_TEXT}, text,
                    length);
    f->field++;
}

static void on_record(void *user)
{
    filling *f = user;
    if (f->field > 0 && !f->grid->failed)
        f->grid->row[f->grid->n_rows - 1].n_fields = f->field;
    f->field = 0;
    f->quoted = false;
}

static void on_broken(void *user)
{
    filling *f = user;
    if (f->first_broken == 0)
        f->first_broken = f->number;
    f->field = 0;
    f->quoted = false;
}

// Bytes of the line that begins here, with what ends it: LF, CRLF, or the CR of old Macintoshes.
static size_t line_length(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            return i + 1;
        if (text[i] == '\r')
            return i + 1 < length && text[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return length;
}

// Feeds line by line, so that each row knows the line it begins at.
static kt_status fill(filling *f, const char *text, size_t length, char delimiter, kt_error *err)
{
    kt_csv *csv = NULL;
    kt_status status = kt_csv_open(&csv, (kt_csv_sink){f, on_field, on_record, on_broken}, err);
    if (status != KT_OK)
        return status;
    kt_csv_set_delimiter(csv, delimiter);
    size_t told = 0; // how far the listener is to be told next
    for (size_t at = 0; status == KT_OK && at < length; f->line++) {
        size_t n = line_length(text + at, length - at);
        if (!f->quoted)
            f->number = f->line;
        f->quoted = f->quoted || memchr(text + at, '"', n) != NULL;
        if (at >= told) {
            kt_control_tell(f->control, "reading", at, length);
            told = at + length / 100 + 1;
        }
        if (f->line % LINES_PER_LOOK == 0)
            status = kt_control_check(f->control, err);
        if (status == KT_OK)
            status = kt_csv_feed(csv, text + at, n, err);
        at += n;
    }
    if (status == KT_OK)
        status = kt_csv_finish(csv, err);
    kt_csv_close(csv);
    return status;
}

// What stands in the way of reading all of the file.
static kt_status judge(const filling *f, kt_error *err)
{
    char place[KT_GRID_PLACE];
    if (f->grid->failed)
        return kt_error_no_memory(err);
    if (f->first_broken != 0) {
        kt_grid_place(place, f->grid, f->first_broken, KT_GRID_COLUMNS);
        return kt_error_set(err, KT_BAD_INPUT,
                            "%s: malformed quotes: a quoted field is \"…\" with every quote "
                            "inside it doubled",
                            place);
    }
    if (f->first_wide != 0) {
        kt_grid_place(place, f->grid, f->first_wide, KT_GRID_COLUMNS);
        return kt_error_set(err, KT_BAD_INPUT, "%s: the row has more than 16,384 columns", place);
    }
    if (f->first_long != 0) {
        kt_grid_place(place, f->grid, f->first_long, f->long_field);
        return kt_error_set(err, KT_BAD_INPUT, "%s: the cell holds more than 1 MiB of text", place);
    }
    if (f->grid->full)
        return kt_error_set(err, KT_BAD_INPUT, "%.200s: more than 100 million cells",
                            f->grid->file);
    return KT_OK;
}

static void say(const kt_sniff *sniff, const char *file, kt_notes *remarks)
{
    static const char *const ENCODINGS[] = {
        [KT_SNIFF_UTF8] = "UTF-8",
        [KT_SNIFF_UTF16LE] = "UTF-16 LE",
        [KT_SNIFF_UTF16BE] = "UTF-16 BE",
        [KT_SNIFF_WINDOWS_1252] = "Windows-1252",
    };
    char delimiter[2] = {sniff->delimiter, '\0'};
    const char *shown = sniff->delimiter == '\t' ? "tab" : delimiter;
    kt_notes_add(remarks, KT_NOTE_PLAIN, file, "read as %s, columns divided by \"%s\"",
                 ENCODINGS[sniff->encoding], shown);
    if (sniff->mixed)
        kt_notes_add(remarks, KT_NOTE_WARNING, file,
                     "some letters are UTF-8, others are not: names with accents may be wrong; "
                     "save the file as UTF-8");
    if (sniff->decimal == ',')
        kt_notes_add(remarks, KT_NOTE_PLAIN, file,
                     sniff->assumed
                         ? "no number decides the decimal mark: \",\" is assumed, as in 1.234,5"
                         : "the decimal mark is \",\", as in 1.234,5");
    else if (sniff->decimal == '.')
        kt_notes_add(remarks, KT_NOTE_PLAIN, file,
                     sniff->assumed
                         ? "no number decides the decimal mark: \".\" is assumed, as in 1,234.5"
                         : "the decimal mark is \".\", as in 1,234.5");
    else
        kt_notes_add(remarks, KT_NOTE_WARNING, file,
                     "both \".\" and \",\" occur as decimal marks: numbers that can be read in "
                     "two ways are refused");
}

static bool has_marks(const kt_grid *grid, const kt_pool *pool)
{
    for (size_t i = 0; i < grid->n_cells; i++) {
        if (kt_sniff_vote(kt_pool_text(pool, grid->cell[i].text)) != 0)
            return true;
    }
    return false;
}

static void decide_decimal(kt_sniff *sniff, kt_grid *grid, const kt_pool *pool)
{
    sniff->decimal = kt_sniff_decimal(grid, pool);
    sniff->assumed = sniff->decimal == 0 && !has_marks(grid, pool);
    if (sniff->assumed)
        sniff->decimal = sniff->delimiter == ',' || sniff->delimiter == '|' ? '.' : ',';
    grid->decimal = sniff->decimal;
}

kt_status kt_sniff_read_bytes(kt_grid_list *out, const kt_buffer *bytes, const char *file,
                              kt_pool *pool, kt_notes *remarks, kt_error *err)
{
    kt_status status = KT_OK;
    kt_buffer text = {0};
    kt_sniff sniff = {0};
    const char *content;
    size_t length;
    filling f = {.pool = pool, .line = 1, .control = out->control};

    KT_TRY(kt_control_check(out->control, err));
    KT_TRY(
        kt_sniff_decode(&text, &sniff, bytes->length == 0 ? "" : bytes->text, bytes->length, err));
    content = text.length == 0 ? "" : text.text;
    length = text.length;
    if (length > 6 && memcmp(content, "sep=", 4) == 0 &&
        (content[5] == '\r' || content[5] == '\n')) {
        sniff.delimiter = content[4]; // Excel's own hint, on a line of its own
        size_t line = content[5] == '\r' && content[6] == '\n' ? 7 : 6;
        content += line;
        length -= line;
        f.line = 2;
    } else {
        sniff.delimiter = kt_sniff_delimiter(content, length);
    }
    f.grid = kt_grid_add(out, file, "");
    if (f.grid == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    KT_TRY(fill(&f, content, length, sniff.delimiter, err));
    kt_grid_end(f.grid);
    KT_TRY(kt_control_check(out->control, err));
    if (!f.grid->failed)
        decide_decimal(&sniff, f.grid, pool);
    KT_TRY(kt_control_check(out->control, err));
    say(&sniff, file, remarks);
    status = judge(&f, err);
done:
    kt_buffer_free(&text);
    kt_buffer_free(&f.plain);
    return status;
}
