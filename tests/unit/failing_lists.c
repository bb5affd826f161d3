// SPDX-License-Identifier: EUPL-1.2
// Imports of lists and tables while memory runs out, in each layout that people give them.
#include "failing_import.h"

// Every column; two suppliers without a country in one row of the case, one of them twice.
static const char PARTS[] =
    "item;name;goes into;quantity;mass (g);material;supplier;supplier country;kvk;share;lead time;"
    "evidence;source;stock days;own column\n"
    "ship;Ship;;;;;;;;;;;;;x\n"
    "pump;Pump;ship;2;40000;316L;Pumps B.V.;Nederland;12345678;60 %;6 weken;B;letter;30;y\n"
    "pump;Pump;ship;2;40000;316L;Acme Ltd;United Kingdom;;40 %;;C;letter;;\n"
    "seal;Seal;pump;4;;rubber;Nobody knows where;;;20 %;;A;letter;;\n"
    "seal;Seal;pump;4;;rubber;\"Rubber; and more\";;;30 %;9;D;note;;\n"
    "seal;Seal;pump;4;;rubber;Third Ltd;;;30 %;8;;;;\n"
    "seal;Seal;radar;4;;rubber;Nobody knows where;;;25 %;;C;note;;\n"
    "radar;Radar again;ship;1;5;;Terma;DNK;;;;A;other letter;;\n"
    ";;pump;1;;;;;;;;;;;\n"
    "bolt;Bolt;pump;none;;;;Atlantis;;1.7;;;;;\n"
    "bolt;Bolt;pump;;;;;Atlantis;;;;;;;\n"
    "A 1;First;kit;1;3;copper 60%, tin 40%;unknown;;;;;;;;\n"
    "A/1;Second;kit;1;3;;;CN;;;;;;;\n"
    "kit;;ship;1;;;withheld;;;;;;;;z\n";

// The head of a sheet that says whose list it is, and of what.
static const char CONTEXT[] =
    "keten:parts\n"
    "company.name;Company;Damen Boats\ncompany.country;Country;Nederland\n"
    "company.kvk;Number;87654321\nproduct.name;Product;Patrol boat\nproduct.number;Number;PB-1\n\n"
    "item;name;quantity;supplier;supplier country;cover days\n"
    "PB-2;Hull;1;Steel Works;Germany;40\nPB-3;Engine;2;;;\n";

static const char HEADS[] = "Part;Description;Quantity;Supplier;Country;Price\n"
                            "200 Propulsion;;;;;\nP-1;Shaft;2;Shafts;Germany;1.200,50\n"
                            "P-2;Bearing;4;Bearings;Sweden;80\n;Subtotal;6;;;\n"
                            "300 Electric plant;;;;;\nP-3;Generator;1;Shafts;Germany;900\n"
                            ";Total;7;;;\n";

static const char LEVELS[] = "Bill of materials of the mast\n\n"
                             "Niveau;Omschrijving;Aantal;Land;Materiaal\n1;Mast;1;NLD;\n"
                             "1.1;Lamp;2;CHN;glas\n1.1.1;Draad;3;DEU;koper\n200 Rest;;;;\n"
                             "2;Kast;1;;staal\n3.1;Los;1;;\n;Totaal;6;;\n";

static const char PROFILE[] =
    "{\"keten\": \"mapping\", \"sheets\": [{\"sheet\": \"\", \"table\": \"parts\", \"header_row\": "
    "3, \"decimal\": \",\", \"columns\": [{\"header\": \"Niveau\", \"to\": \"level\", \"unit\": "
    "\"\"}, {\"header\": \"Omschrijving\", \"to\": \"name\", \"unit\": \"\"}, {\"header\": "
    "\"Aantal\", \"to\": \"quantity\", \"unit\": \"\"}]}]}";

// Tables of the case itself, that meet rows it has: better evidence, the same source, a
// contradiction, an answer about a company, a value that is none.
static const char SUPPLY[] = "item,supplier,share,evidence,source,marking,note\n"
                             "radar,radar-works,0.5,A,another contract,restricted,said so\n"
                             "radar,Radar Works,0.5,A,another contract,,\n"
                             "pump,withheld,0.9,A,letter,,\nvalve,radar-works,0.7,A,letter,,\n"
                             "chip,nobody at all,1,B,,,\nchip,country:TWN,150 %,B,,,\n";
static const char ITEMS[] = "id,kind,name_en,name_nl,mass_kg,function_critical,own\n"
                            "ship,platform,Vessel,Schip,1000,,1\nrope,component,,Touw,2 kg,ja,2\n"
                            "gallium,material,Gallium,Gallium,,misschien,3\n,component,X,,,,\n"
                            "copper wire,material,,,,,\n";
static const char BOM[] = "parent,child,quantity,quantity_low,quantity_high,essential,evidence\n"
                          "ship,radar,3,2,4,no,A\nship,anchor,1,,,,\nradar,chip,about 40,,,,C\n";

static void parts(void **state)
{
    (void)state;
    import_text("parts.csv", PARTS, 1);
    tried.into = "new";
    import_text("parts.csv", PARTS, 7);
    tried.into = NULL;
}

static void a_list_that_says_whose_it_is(void **state)
{
    (void)state;
    import_text("context.csv", CONTEXT, 3);
}

static void a_list_with_heads_and_totals(void **state)
{
    (void)state;
    import_text("heads.csv", HEADS, 3);
}

static void a_list_by_levels(void **state)
{
    (void)state;
    char profile[600];
    import_text("levels.csv", LEVELS, 1);
    folder_put(&work, "profile.json", PROFILE);
    folder_file(profile, &work, "profile.json");
    tried.mapping = profile;
    import_text("levels.csv", LEVELS, 3);
    tried.mapping = NULL;
}

static void tables_of_a_case(void **state)
{
    (void)state;
    import_text("supply.csv", SUPPLY, 3);
    import_text("items.csv", ITEMS, 3);
    import_text("bom.csv", BOM, 3);
}

// A case in which companies were taken as new ones, or counted as unknown: answers and the list at
// hand tell who they are, and rows that then have one name become one.
static const file_text KNOWN[] = {
    {"items", "id,kind,name_en\nship,platform,Ship\npump,component,Pump\nbolt,component,Bolt\n"},
    {"bom", "parent,child,quantity\nship,pump,2\npump,bolt,4\n"},
    {"organisations", "id,name,country,kvk\nacme,Acme Pumps B.V.,NLD,\nacme-2,Acme,NLD,12345678\n"
                      "alpha,Alpha,DEU,\naps,Systems,NLD,\n"},
    {"sites", "id,organisation,country\nyard,acme-2,NLD\n"},
    {"supply", "item,supplier,share,lead_time_days,evidence,source,supplier_name\n"
               "pump,acme,0.6,,C,a book,\npump,acme-2,0.3,20,B,a list,\n"
               "ship,aps,0.5,,C,a book,\nship,alpha,0.2,,C,a book,\n"
               "bolt,unknown,0.5,,B,a note,Bolts Ltd; Alpha; Nobody\n"},
    {"answers", "kind,text,id,candidates,by,date,taken_as\norganisation,Acme,acme,,me,,acme-2\n"
                "organisation,Systems,alpha,,me,,aps\norganisation,Alpha B,aps,,me,,gone\n"
                "item,pump,pump,,me,,\n"},
    {"conflicts",
     "table,key,column,kept,kept_evidence,kept_source,other,other_evidence,other_source"
     "\nsupply,ship aps,share,0.1,,,0.2,,x\nno-table,aps,share,0.1,,,0.2,,x\n"},
    {NULL, NULL},
};

static const char MORE[] = "item;name;goes into;quantity;supplier;supplier country;share;evidence;"
                           "source\nbolt;Bolt;pump;4;Bolts Ltd;DE;50 %;B;a note\n"
                           "nut;Nut;pump;4;Systems;NL;;;\nnut;Nut;pump;;Acme;NL;;A;letter\n"
                           "pump;;;;Acme Pumps;;70 %;A;letter\n";

static void companies_that_become_known(void **state)
{
    (void)state;
    char descriptor[2000] = "{\"name\": \"known\", \"resources\": [";
    folder known;
    snprintf(known.path, sizeof known.path, "%.200s/known", work.path);
    assert_int_equal(mkdir(known.path, 0700), 0);
    for (const file_text *f = KNOWN; f->name != NULL; f++)
        put_table(descriptor, sizeof descriptor, known.path, *f);
    strncat(descriptor, "]}", sizeof descriptor - strlen(descriptor) - 1);
    folder_put(&known, "datapackage.json", descriptor);
    tried.into = "known";
    import_text("more.csv", MORE, 1);
    tried.into = NULL;
    folder_remove(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts),
        cmocka_unit_test(a_list_that_says_whose_it_is),
        cmocka_unit_test(a_list_with_heads_and_totals),
        cmocka_unit_test(a_list_by_levels),
        cmocka_unit_test(tables_of_a_case),
        cmocka_unit_test(companies_that_become_known),
    };
    return cmocka_run_group_tests(tests, make_work, drop_work);
}
