// SPDX-License-Identifier: EUPL-1.2
// The bytes of datapackage.json: whatever they are, a case opens or says what is wrong. The tables
// it may name lie beside it; a name outside the folder must not be followed.
#include "ingest/package/open.h"
#include "keten.h"
#include "place.h"

static const char *const TABLES[][2] = {
    {"items.csv", "id,kind,name_en\nship,platform,Ship\npump,component,Pump\n"},
    {"bom.csv", "parent,child,quantity\nship,pump,2\n"},
    {"organisations.csv", "id,name,country\nyard,Yard,NLD\n"},
    {"sites.csv", "id,organisation,country\ndock,yard,NLD\n"},
    {"supply.csv", "item,supplier,share\nship,dock,1\n"},
};

static void make_folder(char *folder, char *descriptor, size_t size)
{
    work_folder(folder, "package");
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++) {
        snprintf(descriptor, size, "%s/%s", folder, TABLES[i][0]);
        write_file(descriptor, TABLES[i][1], strlen(TABLES[i][1]));
    }
    snprintf(descriptor, size, "%s/datapackage.json", folder);
}

// Slowly: no part of the path is "..".
static bool stays_inside(const char *path)
{
    char framed[5000];
    snprintf(framed, sizeof framed, "/%.4096s/", path);
    return path[0] != '/' && strstr(framed, "/../") == NULL;
}

static void check_case(kt_case *c, kt_status status)
{
    size_t n;
    size_t n_errors = 0;
    const kt_fault_place *fault = kt_case_faults(c, &n);
    for (size_t i = 0; i < n; i++) {
        n_errors += !fault[i].warning;
        promise(fault[i].line >= 1 && fault[i].column >= 1, "a fault has a place");
        promise(stays_inside(fault[i].file), "only files of the folder are read");
    }
    promise((status == KT_OK) == (n_errors == 0), "faults and status agree");
    kt_assessment *a = NULL;
    kt_status assessed = kt_assess(&a, c, NULL, NULL);
    promise(assessed == (status == KT_OK ? KT_OK : KT_BAD_INPUT),
            "a case without faults is assessed");
    kt_assessment_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char folder[FOLDER_BYTES];
    static char descriptor[FOLDER_BYTES + 60];
    if (*folder == '\0')
        make_folder(folder, descriptor, sizeof descriptor);
    write_file(descriptor, data, size);
    kt_case *c = NULL;
    kt_open_options options = {.data_dir = KETEN_SOURCE_DIR "/tests/cases/data"};
    kt_status status = kt_open(&c, folder, &options, NULL);
    promise(status == KT_OK || status == KT_BAD_INPUT, "opening ends well, or with bad input");
    promise(c != NULL, "a folder gives a case");
    check_case(c, status);
    kt_close(c);
    return 0;
}
