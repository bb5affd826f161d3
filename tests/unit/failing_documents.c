// SPDX-License-Identifier: EUPL-1.2
// Imports of documents while memory runs out: bills of CycloneDX, declarations of material, filled
// in questionnaires, workbooks, other cases.
#include "failing_import.h"

#include "workbook.h"

// No text of 14 or 30 characters: without memory at its closing quote jansson 2.14 writes behind
// it.
static const char BOM[] =
    "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":"
    "\"device\",\"bom-ref\":\"radar\",\"name\":\"Radar\"}},\"components\":[{\"type\":\"device\","
    "\"bom-ref\":\"face\",\"name\":\"Face\",\"version\":\"2\",\"supplier\":{\"name\":\"Faces\","
    "\"address\":{\"country\":\"GB\"}},\"components\":[{\"type\":\"device\",\"bom-ref\":\"chip\","
    "\"name\":\"Chip\",\"manufacturer\":{\"name\":\"Chips\"}}]},{\"type\":\"library\",\"bom-ref\":"
    "\"lib\",\"name\":\"Lib\"},{\"type\":\"device\",\"name\":\"Loose\"}],\"dependencies\":[{"
    "\"ref\":\"radar\",\"dependsOn\":["
    "\"face\"]},{\"ref\":\"face\",\"dependsOn\":[\"chip\"]}],\"compositions\":[{\"aggregate\":"
    "\"incomplete\",\"assemblies\":[\"face\"]}]}";

#define COMPANY                                                                                    \
    "<BusinessInfo><Response date=\"2026-03-31\"><Authorizer country=\"DE\"/><SupplyCompany "      \
    "name=\"Chips\"/></Response></BusinessInfo>"

// IPC-1752, with a substance that has no number and one that is known by its number.
static const char IPC_1752[] =
    "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\">" COMPANY "<Product "
    "unitType=\"Each\"><ProductID itemNumber=\"C-1\" itemName=\"Chip\"><Amount value=\"50\" "
    "UOM=\"mg\"/></ProductID><MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial "
    "name=\"Lead frame\"><Amount value=\"20\" "
    "UOM=\"mg\"/><SubstanceCategoryList><SubstanceCategory "
    "name=\"x\"><Substance name=\"Gallium\"><SubstanceID identity=\"7440-55-3\" "
    "authority=\"CAS\"/><Amount value=\"15\" UOM=\"mg\"/></Substance><Substance name=\"Odd\">"
    "<Amount value=\"1\" UOM=\"mg\"/></Substance><Substance name=\"Resin\"><Concentration "
    "value=\"20\"/></Substance></SubstanceCategory></SubstanceCategoryList>"
    "</HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></Product></MainDeclaration>";

// IPC-1754: substances of the product itself, with parts in a million.
static const char IPC_1754[] =
    "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/4.0\">" COMPANY "<Product><ProductID "
    "itemNumber=\"B\"><Amount value=\"5\" UOM=\"g\"/></ProductID><MaterialInfo>"
    "<SubstanceCategoryList><SubstanceCategory name=\"Lead\"><Substance name=\"Lead\"><SubstanceID "
    "identity=\"7439-92-1\" authority=\"CAS\"/><Amount value=\"4\" UOM=\"ppm\"/></Substance>"
    "</SubstanceCategory></SubstanceCategoryList></MaterialInfo></Product></MainDeclaration>";

static const char IEC_62474[] =
    "<n:Main xmlns:n=\"http://std.iec.ch/iec62474\"><n:BusinessInfo><n:Response><n:Authorizer "
    "country=\"DE\"/><n:SupplyCompany name=\"Kabel\"/></n:Response></n:BusinessInfo><n:Product "
    "unitType=\"each\"><n:ProductID name=\"Cable\" identifier=\"1\"><n:Mass mass=\"2\" "
    "unitOfMeasure=\"g\"/></n:ProductID><n:ProductID identifier=\"2\"/><n:Composition>"
    "<n:ProductPart name=\"Core\" numberOfUnits=\"2\"><n:ProductID identifier=\"3\"><n:Mass "
    "mass=\"1\" unitOfMeasure=\"g\"/></n:ProductID><n:Material name=\"Wire\"><n:MaterialID>"
    "<n:EntryID entryIdentity=\"316L\"/></n:MaterialID><n:Mass mass=\"0.5\" unitOfMeasure=\"g\"/>"
    "<n:Substance name=\"Copper\"><n:SubstanceID><n:EntryID entryIdentity=\"7440-50-8\"/>"
    "</n:SubstanceID><n:MassPercent massPercent=\"9\"/></n:Substance></n:Material></n:ProductPart>"
    "</n:Composition></n:Product></n:Main>";

// What radar-works says of the case "asked"; a line that somebody added, and one of another
// question.
static const char ANSWERS[] =
    "keten-questionnaire 1\nasked\nradar-works\n\n\n\n"
    "market/gallium/processing/global,,,,see the columns to the right,Kazakh Gallium,Kazakhstan,60 "
    "%,,,A,from our records\n"
    "market/gallium/processing/global,,,,see the columns to the right,,Germany,0.4,,,,\n"
    "supplier/chip,,,,see the columns to the right,Chip Foundry,Taiwan,,,,,contract 12\n"
    "supply/valve/radar-works,,,,no,Valves,Nederland,,,,B,\n"
    "input/radar/chip,,,,no: there is an alternative,pump,,,,,,\n"
    "time/chip/gallium,,,,see the columns to the right,,,,90,365,,\n"
    ",,,,yes,,,,,,,a line of our own\n"
    "supplier/no-such-item,,,,we do not know,,,,,,,\n";

// Every other answer to every kind of question, and those that none can be.
static const char MORE_ANSWERS[] =
    "keten-questionnaire 1\nasked\nradar-works\n\n\n\n"
    "supplier/valve,,,,we will not say,,,,,,,\n"
    "withheld/pump,,,,see the columns to the right,Pumps Ltd,GB,80 %,,,our estimate,\n"
    "withheld/chip,,,,we will not say,,,,,,,\n"
    "supply/radar/radar-works,,,,yes,,,0.5,,,A,\nsupply/valve/radar-works,,,,no,,,,,,,\n"
    "input/radar/valve,,,,yes,,,,,,,\ninput/ship/pump,,,,no,,,,,,,\n"
    "input/radar/chip,,,,no: there is an alternative,Another chip,,,,,,\n"
    "input/chip/gallium,,,,no: there is an alternative,,,,,,,\ninput/ship/chip,,,,yes,,,,,,,\n"
    "input/chip/gallium,,,,we do not know,,,,,,,\n"
    "time/radar/pump,,,,see the columns to the right,,,,30,60,,\n"
    "time/chip/valve,,,,see the columns to the right,,,,many,,,\n"
    "time/radar/valve,,,,see the columns to the right,,,,,90,,\n"
    "time/radar/chip,,,,see the columns to the right,,,,,,,\ntime/pump/chip,,,,we will not "
    "say,,,,,,,\n"
    "market/gallium/processing/global,,,,we will not say,,,,,,,\n"
    "market/gallium/none/global,,,,see the columns to the right,,Narnia,2,,,C,\n"
    "supplier/chip,,,,see the columns to the right,!!!,Taiwan,40 %,,,,\n"
    "supplier/chip,,,,see the columns to the right,Nameless,,,,,,\nno-kind/chip,,,,yes,,,,,,,\n"
    "supplier,,,,yes,,,,,,,\nsupplier/chip,,,,perhaps,,,,,,,\n";

#define ROW(a, b, c)                                                                               \
    "<row><c t=\"str\"><v>" a "</v></c><c t=\"str\"><v>" b "</v></c><c t=\"str\"><v>" c            \
    "</v></c></row>"

// What few documents say, and what each must lead to.
static const char *const ODD[][3] = {
    {"bom.json",
     "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"component\":{\"type\":\"device\",\"bom-ref\":"
     "\"r\",\"name\":\"R\",\"manufacturer\":{\"name\":\"M\"}}},\"components\":[{\"type\":"
     "\"device\",\"bom-ref\":\"a\",\"name\":\"Part\",\"properties\":[{\"name\":"
     "\"keten:quantity\",\"value\":3},{\"name\":\"keten:unheard\",\"value\":\"1\"},{\"name\":"
     "\"other\",\"value\":true},{\"value\":\"x\"},{\"name\":\"keten:note\",\"value\":[1]}]},"
     "{\"type\":\"device\",\"bom-ref\":\"b 1\",\"name\":\"Part\"},{\"type\":\"device\","
     "\"bom-ref\":\"b/1\",\"name\":\"Part\"},{\"type\":\"device\",\"bom-ref\":\"c\",\"name\":"
     "\"C\",\"supplier\":{\"name\":\"\"}},{\"type\":\"device\",\"bom-ref\":\"d\",\"name\":"
     "\"D\",\"supplier\":{\"name\":\"S\",\"address\":{\"country\":\"Narnia\"}}}],"
     "\"dependencies\":[{\"ref\":\"r\",\"dependsOn\":[\"a\",\"urn:cdx:elsewhere\"]},{\"ref\":"
     "\"a\",\"dependsOn\":[\"a\",\"b 1\"]}],\"compositions\":null}",
     "are not known: 1"},
    {"text.json",
     "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"component\":{\"type\":\"device\",\"bom-ref\":"
     "\"r\",\"name\":\"R\"}},\"components\":[{\"type\":\"device\",\"bom-ref\":\"a\",\"name\":"
     "\"A\",\"components\":\"none\"},\"text\",{\"type\":\"device\"}],\"dependencies\":[{\"ref\":"
     "\"r\",\"dependsOn\":\"a\"}]}",
     "is no list"},
    {"twice.xml",
     "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/4.0\"><BusinessInfo><Response>"
     "<SupplyCompany name=\"Chips\"/></Response></BusinessInfo><Product><ProductID itemName=\"A "
     "chip\"><Amount value=\"50\"/></ProductID><MaterialInfo><HomogeneousMaterialList>"
     "<HomogeneousMaterial name=\"M\"><Amount value=\"2\" UOM=\"stone\"/><Substance name=\"S\">"
     "<Amount value=\"5\" UOM=\"%\"/></Substance><Substance name=\"T\"><Amount value=\"9\" "
     "UOM=\"ppm\"/></Substance></HomogeneousMaterial><HomogeneousMaterial name=\"M\"><Amount "
     "value=\"1\" UOM=\"g\"/></HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo>"
     "</Product><Product><ProductID itemName=\"A chip\"/></Product></MainDeclaration>",
     "a-chip"},
    {"parts.xml",
     "<Main xmlns=\"http://std.iec.ch/iec62474\"><Product><ProductID/><ProductPart "
     "name=\"R\"><Material name=\"316L\"><MaterialID><EntryID "
     "entryIdentity=\"316L\"/></MaterialID><Mass mass=\"1\" "
     "unitOfMeasure=\"g\"/></Material></ProductPart></Product>\n<Product><ProductID name=\"P\" "
     "identifier=\"P\"><Mass mass=\"3\" unitOfMeasure=\"g\"/></ProductID><Material "
     "name=\"Steel\"><MaterialID><EntryID entryIdentity=\"316L\"/></MaterialID><Mass mass=\"1\" "
     "unitOfMeasure=\"g\"/></Material></Product></Main>",
     "P.steel"},
    {"dates.csv",
     "item;name;goes into;quantity;lead time (days);country;material\n"
     "radar;Radar;ship;12-3-2026;n/a;unknown;\nseal;Seal;pump;unknown;3;N/A;gallium, unknown\n",
     "12-3-2026"},
};

static void what_few_documents_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ODD / sizeof ODD[0]; i++) {
        char path[600];
        kt_buffer told = {0};
        kt_error error = {0};
        folder_put(&work, ODD[i][0], ODD[i][1]);
        folder_file(path, &work, ODD[i][0]);
        tried.file[0] = path;
        if (import_once(&told, &error) != KT_OK)
            fail_msg("%s: %s", ODD[i][0], error.message);
        if (strstr(told.text, ODD[i][2]) == NULL)
            fail_msg("%s: %s", ODD[i][0], told.text);
        kt_buffer_free(&told);
    }
}

static void bills_of_cyclonedx(void **state)
{
    (void)state;
    import_text("bom.json", BOM, 1);
}

static void declarations(void **state)
{
    (void)state;
    import_text("chip.xml", IPC_1752, 1);
    import_text("lead.xml", IPC_1754, 3);
    import_text("cable.xml", IEC_62474, 2);
}

static void a_questionnaire(void **state)
{
    (void)state;
    import_text("answers.csv", ANSWERS, 1);
    import_text("more.csv", MORE_ANSWERS, 1);
}

static void a_case(void **state)
{
    (void)state;
    import_file(CASES "drawn", 61);
    tried.into = "new";
    import_file(CASES "asked", 11);
    tried.into = NULL;
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
    tried.loses_blocks = true;
    import_file(path, 3);
    tried.loses_blocks = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bills_of_cyclonedx), cmocka_unit_test(declarations),
        cmocka_unit_test(a_questionnaire),    cmocka_unit_test(a_case),
        cmocka_unit_test(a_workbook),         cmocka_unit_test(what_few_documents_say),
    };
    return cmocka_run_group_tests(tests, make_work, drop_work);
}
