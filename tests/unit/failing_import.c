// SPDX-License-Identifier: EUPL-1.2
// Imports of every format while memory runs out: the case is as it was, and what is said is what an
// undisturbed run says, or that memory ran out; every block is given back. Thousands of allocations
// an import: a part of them fails, another part in each format.
#include "failing.h"

#include "folder.h"
#include "ingest/merge/import.h"
#include "workbook.h"

#define CASES KETEN_SOURCE_DIR "/tests/cases/"

static const char PARTS[] =
    "item;name;goes into;quantity;mass (g);material;supplier;supplier country;kvk;share;lead time;"
    "evidence;source;own column\n"
    "ship;Ship;;;;;;;;;;;;x\n"
    "pump;Pump;ship;2;40000;316L;Pumps B.V.;Nederland;12345678;60 %;6 weken;B;letter;y\n"
    "pump;Pump;ship;2;40000;316L;Acme Ltd;United Kingdom;;40 %;;C;letter;\n"
    "seal;Seal;pump;4;;rubber;Nobody knows where;;;;;;;\n"
    "radar;Radar again;ship;1;5;;Terma;DNK;;;;A;other letter;\n"
    ";;pump;1;;;;;;;;;;\n"
    "bolt;Bolt;pump;none;;;;Atlantis;;1.7;;;;\n";

static const char LEVELS[] = "Bill of materials of the mast\n\n"
                             "Niveau;Omschrijving;Aantal;Land;Materiaal\n1;Mast;1;NLD;\n"
                             "1.1;Lamp;2;CHN;glas\n1.1.1;Draad;3;DEU;koper\n200 Rest;;;;\n"
                             "2;Kast;1;;staal\n;Totaal;6;;\n";

static const char BOM[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":"
    "\"device\",\"bom-ref\":\"radar\",\"name\":\"Radar\"}},\"components\":[{\"type\":\"device\","
    "\"bom-ref\":\"face\",\"name\":\"Face\",\"version\":\"2\",\"supplier\":{\"name\":\"Faces\","
    "\"address\":{\"country\":\"GB\"}},\"components\":[{\"type\":\"device\",\"bom-ref\":\"chip\","
    "\"name\":\"Chip\"}]},{\"type\":\"library\",\"bom-ref\":\"lib\",\"name\":\"Lib\"}],"
    "\"dependencies\":[{\"ref\":\"radar\",\"dependsOn\":[\"face\"]},{\"ref\":\"face\","
    "\"dependsOn\":"
    "[\"chip\"]}],\"compositions\":[{\"aggregate\":\"incomplete\",\"assemblies\":[\"face\"]}]}";

static const char IPC[] =
    "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\"><BusinessInfo><Response "
    "date=\"2026-03-31\"><SupplyCompany name=\"Chips\"/></Response></BusinessInfo><Product "
    "unitType=\"Each\"><ProductID itemNumber=\"C-1\" itemName=\"Chip\"><Amount value=\"50\" "
    "UOM=\"mg\"/></ProductID><MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial "
    "name=\"Lead frame\"><Amount value=\"20\" "
    "UOM=\"mg\"/><SubstanceCategoryList><SubstanceCategory "
    "name=\"x\"><Substance name=\"Gallium\"><SubstanceID identity=\"7440-55-3\" "
    "authority=\"CAS\"/><Amount value=\"15\" UOM=\"mg\"/></Substance><Substance name=\"Odd\">"
    "<Amount value=\"1\" UOM=\"mg\"/></Substance></SubstanceCategory></SubstanceCategoryList>"
    "</HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></Product></MainDeclaration>";

static const char PROFILE[] =
    "{\"keten\": \"mapping\", \"sheets\": [{\"sheet\": \"\", \"table\": \"parts\", \"header_row\": "
    "3, \"decimal\": \",\", \"columns\": [{\"header\": \"Niveau\", \"to\": \"level\", \"unit\": "
    "\"\"}, {\"header\": \"Omschrijving\", \"to\": \"name\", \"unit\": \"\"}, {\"header\": "
    "\"Aantal\", \"to\": \"quantity\", \"unit\": \"\"}]}]}";

#define ROW(a, b, c)                                                                               \
    "<row><c t=\"str\"><v>" a "</v></c><c t=\"str\"><v>" b "</v></c><c t=\"str\"><v>" c            \
    "</v></c></row>"

static folder work;

static struct {
    const char *file[2];
    size_t n_files;
    const char *mapping;
    bool loses_blocks; // the library that reads archives does, when memory runs out
    char *expected;
} tried;

static void tell(kt_buffer *out, const kt_import *import)
{
    kt_buffer_format(out, "outcome %d, %zu refused, %zu changes", (int)import->outcome,
                     import->n_refused, import->merge.n);
    for (size_t t = 0; t < import->draft.n; t++)
        kt_buffer_format(out, ", %s %zu", import->draft.table[t].name,
                         import->draft.table[t].n_rows);
    for (size_t i = 0; i < import->remarks.n; i++)
        kt_buffer_format(out, "\n%s: %s", import->remarks.note[i].place,
                         import->remarks.note[i].message);
}

static kt_status import_once(kt_buffer *out, kt_error *err)
{
    char target[600];
    kt_import import;
    kt_import_options options = {.file = tried.file,
                                 .n_files = tried.n_files,
                                 .mapping = tried.mapping,
                                 .target = target,
                                 .dry_run = true,
                                 .accept_partial = true,
                                 .yes = true,
                                 .date = "2026-04-01"};
    folder_file(target, &work, "case");
    kt_status status = kt_import_run(&import, &options, err);
    if (status == KT_OK)
        tell(out, &import);
    kt_import_close(&import);
    return status;
}

static const char *run_once(void)
{
    static char said[900];
    kt_error error = {0};
    kt_buffer out = {0};
    failing_begin();
    kt_status status = import_once(&out, &error);
    failing_end();
    const char *wrong = NULL;
    snprintf(said, sizeof said, "status %d: %.800s", (int)status,
             status == KT_OK ? out.text : error.message);
    if (failing.live > (out.text != NULL) && !tried.loses_blocks)
        wrong = "leaves blocks behind";
    else if (status == KT_OK ? !out.failed && strcmp(out.text, tried.expected) != 0
                             : !failing.met || strstr(error.message, "memory") == NULL)
        wrong = said;
    kt_buffer_free(&out);
    return wrong;
}

// Every `step`-th allocation fails.
static void without_memory(unsigned long step)
{
    kt_buffer expected = {0};
    kt_error error = {0};
    unsigned long runs = 0;
    failing.at = 0;
    if (import_once(&expected, &error) != KT_OK)
        fail_msg("undisturbed: %s", error.message);
    tried.expected = expected.text;
    for (int lasting = 0; lasting < 2; lasting++) {
        failing_options with = {.memory = true, .lasting = lasting != 0};
        const char *wrong = failing_some(run_once, &with, lasting != 0 ? 3 * step : step, &runs);
        if (wrong != NULL)
            fail_msg("allocation %lu%s: %s", failing.at, lasting != 0 ? " and later" : "", wrong);
    }
    assert_true(runs > 50);
    kt_buffer_free(&expected);
}

static void import(const char *name, const char *text, unsigned long step)
{
    char path[600];
    folder_put(&work, name, text);
    folder_file(path, &work, name);
    tried.file[0] = path;
    tried.n_files = 1;
    without_memory(step);
}

static void a_list_of_parts(void **state)
{
    (void)state;
    import("parts.csv", PARTS, 23);
}

static void a_list_by_levels(void **state)
{
    (void)state;
    char profile[600];
    import("levels.csv", LEVELS, 23);
    folder_put(&work, "profile.json", PROFILE);
    folder_file(profile, &work, "profile.json");
    tried.mapping = profile;
    import("levels.csv", LEVELS, 37);
    tried.mapping = NULL;
}

static void documents(void **state)
{
    (void)state;
    import("bom.json", BOM, 23);
    import("chip.xml", IPC, 23);
}

static void a_case(void **state)
{
    (void)state;
    tried.file[0] = CASES "drawn";
    tried.n_files = 1;
    without_memory(101);
}

static void a_workbook(void **state)
{
    (void)state;
    char path[600];
    kt_buffer book =
        workbook_bytes(&(workbook){.sheet = "<worksheet>" ROW("item", "goes into", "quantity") ROW(
                                       "hull", "", "") ROW("plate", "hull", "7") "</worksheet>"});
    put_file(work.path, "book.xlsx", book.text, book.length);
    kt_buffer_free(&book);
    folder_file(path, &work, "book.xlsx");
    tried.file[0] = path;
    tried.n_files = 1;
    tried.loses_blocks = true;
    without_memory(37);
    tried.loses_blocks = false;
}

// The seeded defect.
static void another_outcome_is_noticed(void **state)
{
    (void)state;
    tried.file[0] = CASES "small";
    tried.n_files = 1;
    tried.expected = (char[]){"outcome 0"};
    failing.at = 0;
    failing.with = (failing_options){0};
    assert_non_null(run_once());
}

static void copy_file(const folder *to, const char *name)
{
    char path[600];
    kt_buffer text = {0};
    snprintf(path, sizeof path, CASES "asked/%s", name);
    assert_int_equal(kt_file_load(&text, path, 1 << 20, NULL, NULL), KT_OK);
    folder_put(to, name, text.text);
    kt_buffer_free(&text);
}

static folder target_folder(void)
{
    folder target;
    snprintf(target.path, sizeof target.path, "%.200s/case", work.path);
    return target;
}

static int make_work(void **state)
{
    (void)state;
    setenv("KETEN_DATA", SMALL_DATA, 1);
    setenv("TZ", "UTC0", 1); // else the C library keeps blocks when a library asks for the time
    work = folder_make();
    folder target = target_folder();
    DIR *entries = opendir(CASES "asked");
    if (mkdir(target.path, 0700) != 0 || entries == NULL)
        return -1;
    for (struct dirent *e; (e = readdir(entries)) != NULL;) {
        if (e->d_name[0] != '.')
            copy_file(&target, e->d_name);
    }
    return closedir(entries);
}

static int drop_work(void **state)
{
    (void)state;
    folder target = target_folder();
    folder_remove(&target);
    folder_remove(&work);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_parts), cmocka_unit_test(a_list_by_levels),
        cmocka_unit_test(documents),       cmocka_unit_test(a_case),
        cmocka_unit_test(a_workbook),      cmocka_unit_test(another_outcome_is_noticed),
    };
    return cmocka_run_group_tests(tests, make_work, drop_work);
}
