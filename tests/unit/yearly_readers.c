// SPDX-License-Identifier: EUPL-1.2
// The readers of yearly tables, each held to the whole of what it says: every reason with its
// place, and every row that it makes, on a reference of a few rows.
#include "small_reference.h"

#define RELEASE(kind) " evidence=C source=USGS Mineral Commodity Summaries 2026 " kind
#define DATA RELEASE("(data release)")
#define WORLD_DATA RELEASE("(world data release)")
#define COBALT(text) "+ world_output: material=cobalt stage=extraction period=2025 " text
#define SHARE(text) "+ material_supply: material=cobalt stage=extraction scope=global " text
#define MINED(text) "+ production: material=cobalt stage=extraction " text
#define MINING                                                                                     \
    " content=contained period=2024 evidence=C source=World Mining Data 2026 (Federal Ministry "   \
    "of "                                                                                          \
    "Finance, Austria), table Cobalt edition=2026\n"
#define INDICATORS                                                                                 \
    " evidence=C source=World Bank, Worldwide Governance Indicators, 2025 update edition=2025\n"
#define PINK                                                                                       \
    " unit=USD/t series=World Bank Pink Sheet (updated 2026-07-02) evidence=C source=World Bank, " \
    "Commodity Price Data (The Pink Sheet)\n"

#define LONG_HEAD                                                                                  \
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value\n"
#define MINE(country, unit, year, value)                                                           \
    "COBALT,World Mine Production,Cobalt," country ",Production,Mine production," unit "," year    \
    "," value "\n"
#define HELIUM(country, unit, value)                                                               \
    "HELIUM,World Production,Helium," country ",Production,," unit ",2025," value "\n"
#define WIDE_HEAD "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2024,PROD_EST_ 2025,CAP_2025\n"
#define MINING_HEAD "a title;\nCountry;unit;2023;2024;2022;data source;\n"
#define GOVERNANCE_HEAD "code,countryname,year,indicator,estimate,stddev\n"
#define ALL_SIX(country, value, error)                                                             \
    country ",2024,va," value "," error "\n" country ",2024,pv," value "," error "\n" country      \
            ",2024,ge," value "," error "\n" country ",2024,rq," value "," error "\n" country      \
            ",2024,rl," value "," error "\n" country ",2024,cc," value "," error "\n"
#define SIX(v) "va=" v " pv=" v " ge=" v " rq=" v " rl=" v " cc=" v
#define PINK_HEAD(date)                                                                            \
    "\"" date "\"\n,Aluminum,Copper,Lead,Tin,Nickel,Zinc,Gold,Platinum,Silver\n"                   \
    ",($/mt),,,($/mt),,,($/troy oz),,\n"
#define PINK_DATE "Updated on July 02, 2026"

static void agreed(const char *text, const char *expected)
{
    folder_put(&data, "x.csv", text);
    assert_string_equal(refresh_by("x.csv", DRY_AND_AGREED), expected);
}

static void mining(const char *sheet, const char *rows, const char *expected)
{
    put_book("w.xlsx", sheet, rows);
    assert_string_equal(refresh_by("w.xlsx", DRY), expected);
}

static void says(const char *text, const char *expected)
{
    assert_string_equal(refresh_of(text), expected);
}

static void a_file_of_no_layout_is_refused(void **state)
{
    (void)state;
    says("", "x.csv: no layout of a yearly table that is known: it has none of their columns (of "
             "\"USGS Mineral Commodity Summaries, world data\": SOURCE, …)\n");
    says(" \n", "x.csv: no layout of a yearly table that is known: it has none of their columns "
                "(of \"USGS Mineral Commodity Summaries, world data\": SOURCE, …)\n");
    says("SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2024\n",
         "x.csv: no layout of a yearly table that is known: \"USGS Mineral Commodity Summaries, "
         "world data\" comes closest, but column PROD_EST_#### is missing\n");
    says(LONG_HEAD, ""); // no rows: nothing to say of it
    says(WIDE_HEAD, "");
    says("a\"b,c\n", "x.csv: x.csv:1: malformed quotes: a quoted field is \"…\" with every quote "
                     "inside it doubled\n");
    says("{\"a\": 1}", "x.csv: is no yearly table: a workbook (.xlsx) or a CSV file is expected\n");
    says("PK\x03\x04 and no more", "x.csv: is not a workbook: it is no zip archive\n");
    assert_string_equal(refresh_by("none.csv", DRY),
                        "none.csv: cannot be opened: there is no such file\n");
    assert_string_equal(refresh_by("reference", DRY),
                        "reference: cannot be read: it is a folder\n");
}

// The first edition that is named is the file's; a row without a source is a note.
static void a_row_of_no_edition_is_refused(void **state)
{
    (void)state;
    says(WIDE_HEAD "MCS,Cobalt,China,Mine,t,70,70,1\nMCS2026,Cobalt,China,Mine,t,170,180,1\n"
                   "MCS2027,Cobalt,Australia,Mine,t,7,7,1\n"
                   "MCS20261,Cobalt,Australia,Mine,t,7,7,1\n,a note\n",
         "x.csv:2:1: \"MCS\" names no edition, or another one than the rows above: MCS and a year "
         "is expected\n"
         "x.csv:4:1: \"MCS2027\" names no edition, or another one than the rows above: MCS and a "
         "year is expected\n"
         "x.csv:5:1: \"MCS20261\" names no edition, or another one than the rows above: MCS and a "
         "year is expected\n"
         "world_output: cobalt extraction is 200 on record and 170 in the file\n" COBALT(
             "tonnes=180 basis=sum_of_listed primary=yes published=180 content=contained")
             WORLD_DATA
         " edition=2026\n" SHARE("country=CHN share=1.000000 period=2024 basis=sum_of_listed")
             WORLD_DATA
         " edition=2026\n" SHARE("country=CHN share=1.000000 period=2025 basis=sum_of_listed")
             WORLD_DATA " edition=2026\n");
}

// Rounded or not it is the same series; what is none of ours is counted.
static void a_series_that_nobody_knows_is_told_once(void **state)
{
    (void)state;
    says(WIDE_HEAD "MCS2026,Unobtainium,China,Mine,t,70,80,1\n",
         "x.csv:2:2: \"Unobtainium: Mine\" is not known: published_names.csv has no row for it "
         "(all of its rows are left out)\n");
    says(LONG_HEAD "X,World Production,Unobtainium,China,Production,Mine,t,2025,1\n"
                   "X,World Production,Unobtainium,World,Production,Mine: rounded,t,2025,1\n"
                   "X,World Production,Unobtainium,World,Production,Mine (rounded),t,2025,1\n"
                   "X,World Production,Unobtainium,World,Production,Smelter,t,2025,1\n"
                   "X,World Production,Lime,World,Production,,t,2025,1\n"
                   "X,Salient statistics,Cobalt,World,Production,mine,t,2025,1\n"
                   "X,World Production,Cobalt,World,Reserves,mine,t,2025,1\n",
         "x.csv:2:3: \"Unobtainium: Mine\" is not known: published_names.csv has no row for it "
         "(all of its rows are left out)\n"
         "x.csv:5:3: \"Unobtainium: Smelter\" is not known: published_names.csv has no row for it "
         "(all of its rows are left out)\n"
         "1 left out\n");
}

static void a_country_that_is_not_known_counts_among_the_others(void **state)
{
    (void)state;
    says(WIDE_HEAD "MCS2026,Cobalt,Atlantis,Mine,t,100,80,1\nMCS2026,Cobalt,China,Mine,t,100,80,1\n"
                   "MCS2026,Cobalt,Other countries,Mine,t,0,40,1\n",
         "x.csv:2:3: country \"Atlantis\" is not known: it is counted among other countries; add "
         "the name to synonyms.csv\n" COBALT(
             "tonnes=200 basis=sum_of_listed primary=yes published=200 content=contained")
             WORLD_DATA
         " edition=2026\n" SHARE("country=CHN share=0.500000 period=2024 basis=sum_of_listed")
             WORLD_DATA
         " edition=2026\n" SHARE("country=CHN share=0.400000 period=2025 basis=sum_of_listed")
             WORLD_DATA " edition=2026\n");
}

static void what_is_withheld_is_noted(void **state)
{
    (void)state;
    says(LONG_HEAD MINE("China", "metric tons", "2025", "150")
             MINE("Australia", "metric tons", "2025", "W")
                 MINE("World total (rounded)", "metric tons", "2025", "200"),
         COBALT("tonnes=200 basis=estimate primary=yes published=200 content=contained") DATA
         " note=withheld: AUS edition=2026\n" SHARE(
             "country=CHN share=0.750000 period=2025 basis=complete") DATA " edition=2026\n");
    says(LONG_HEAD MINE("China", "t", "2025", "W") MINE("World", "t", "2025", "NA"), "");
}

static void a_year_has_four_digits(void **state)
{
    (void)state;
    says(LONG_HEAD MINE("China", "t", "2025-26", "150") MINE("China", "t", "x", "1")
             MINE("China", "t", "", "1") MINE("China", "t", "2025_est", "150"),
         "x.csv:2:8: \"2025-26\" is no year: four digits are expected\n"
         "x.csv:3:8: \"x\" is no year: four digits are expected\n"
         "x.csv:4:8: \"\" is no year: four digits are expected\n" COBALT(
             "tonnes=150 basis=sum_of_listed primary=yes published=150 content=contained") DATA
         " edition=2026\n" SHARE("country=CHN share=1.000000 period=2025 basis=sum_of_listed") DATA
         " edition=2026\n");
}

static void a_unit_or_figure_that_is_none_is_refused(void **state)
{
    (void)state;
    says(LONG_HEAD MINE("China", "baskets", "2025", "150") MINE("China", "t", "2025", "<5")
             MINE("China", "t", "2025", "many") MINE("China", "", "2025", "5"),
         "x.csv:2:7: unit \"baskets\" is not known for cobalt: a unit of mass is expected\n"
         "x.csv:3:9: \"<5\" is a bound, no figure\n"
         "x.csv:4:9: \"many\" is no figure: a number, or W or NA, is expected\n"
         "x.csv:5:7: unit \"\" is not known for cobalt: a unit of mass is expected\n");
}

static void a_gas_is_weighed(void **state)
{
    (void)state;
    says(LONG_HEAD HELIUM("China", "million cubic meters", "100")
             HELIUM("Australia", "million cubic meters", "NA")
                 HELIUM("World total", "million cubic meters", "110"),
         "2 of million cubic meters at 169, times 1\n"
         "+ world_output: material=helium stage=processing period=2025 tonnes=18590 basis=estimate "
         "primary=yes published=18590" DATA
         " note=converted from million cubic meters at 169 t each; withheld: AUS edition=2026\n");
    agreed(LONG_HEAD HELIUM("China", "thousand cubic meters", "100"),
           "1 of thousand cubic meters at 0.169, times 1000\n"
           "+ world_output: material=helium stage=processing period=2025 tonnes=16900 "
           "basis=sum_of_listed primary=yes published=16900" DATA
           " note=converted from thousand cubic meters at 0.169 t each; taken as 1000 times the "
           "unit of the file edition=2026\n");
}

// Of gold nothing is on record.
static void an_assumption_stays_with_its_source(void **state)
{
    (void)state;
    says(LONG_HEAD "TIN,World Production,Tin,China,Production,Mine,t,2025,300\n"
                   "TIN,World Production,Tin,World total,Production,Mine,t,2025,400\n"
                   "GOLD,World Production,Gold,World total,Production,Mine,t,2025,400\n",
         "x.csv:4: gold, extraction: nothing of this publication is on record to hold its unit and "
         "content against\n"
         "+ world_output: material=tin stage=extraction period=2025 tonnes=200 basis=estimate "
         "primary=yes published=400 content=concentrate factor=0.5 evidence=D source=assumption: "
         "half of it is tin; concentrate after USGS Mineral Commodity Summaries 2026 (data "
         "release), as published edition=2026\n");
}

// A thousandfold can be agreed to, either way.
static void a_list_is_of_the_size_on_record(void **state)
{
    (void)state;
    says(LONG_HEAD MINE("China", "t", "2025", "200") MINE("World", "t", "2025", "100"),
         "x.csv:3: cobalt, extraction, 2025: its countries add up to 200 tonnes, more than the "
         "total of 100\n");
    says(LONG_HEAD MINE("China", "t", "2025", "20000"),
         "x.csv:2: cobalt, extraction, 2025: 20000 tonnes, where 200 are on record for 2024: too "
         "far off to be the same thing\n");
    says(LONG_HEAD MINE("China", "t", "2025", "200000"),
         "x.csv:2: cobalt, extraction, 2025: 200000 tonnes, where 200 are on record for 2024: the "
         "unit \"t\" of the file looks wrong by a thousand; run again with --yes to take the "
         "figures as that\n");
    agreed(LONG_HEAD MINE("China", "t", "2025", "200000"),
           "1 of t at 1, times 0.001\n" COBALT(
               "tonnes=200 basis=sum_of_listed primary=yes published=200 content=contained") DATA
           " note=taken as 0.001 times the unit of the file edition=2026\n" SHARE(
               "country=CHN share=1.000000 period=2025 basis=sum_of_listed") DATA
           " edition=2026\n");
    agreed(LONG_HEAD MINE("China", "t", "2025", "0.2"),
           "1 of t at 1, times 1000\n" COBALT(
               "tonnes=200 basis=sum_of_listed primary=yes published=200 content=contained") DATA
           " note=taken as 1000 times the unit of the file edition=2026\n" SHARE(
               "country=CHN share=1.000000 period=2025 basis=sum_of_listed") DATA
           " edition=2026\n");
}

// A list that names less than half of the world is no market; a share of nothing is no row.
static void rows_of_one_country_are_added(void **state)
{
    (void)state;
    says(LONG_HEAD MINE("China", "t", "2025", "20") MINE("China", "t", "2025", "25")
             MINE("Australia", "t", "2025", "0") MINE("World", "t", "2025", "200"),
         COBALT("tonnes=200 basis=estimate primary=yes published=200 content=contained") DATA
         " edition=2026\n" SHARE("country=CHN share=0.225000 period=2025 basis=partial") DATA
         " edition=2026\n");
}

// Units of each row; notes below the table are none.
static void mining_is_of_the_newest_year(void **state)
{
    (void)state;
    mining("Cobalt",
           MINING_HEAD "China;kg;1;60000;1;r;\nAtlantis;kg;1;10000;1;r;\n;kg;1;1;1;\na note;;\n"
                       "Australia;t;1;NA;\nDR Congo;t;0;0;0;\nTotal;;;80;\n",
           "w.xlsx:Cobalt!A4: country \"Atlantis\" is not known: it is counted among other "
           "countries; add the name to synonyms.csv\n"
           "1 of kg at 0.001, times 1\n" MINED(
               "country=CHN year=2024 tonnes=60 share=0.750000 sum_of_published_shares=0.8750")
               MINING);
    mining("Cobalt", MINING_HEAD "China;t;1;60;\nDR Congo;t;0;30;0;\n",
           MINED("country=CHN year=2024 tonnes=60 share=0.666667 sum_of_published_shares=1.0000")
               MINING MINED(
                   "country=COD year=2024 tonnes=30 share=0.333333 sum_of_published_shares=1.0000")
                   MINING);
}

static void a_total_without_a_unit_is_in_that_of_its_rows(void **state)
{
    (void)state;
    mining("Cobalt", MINING_HEAD "China;kg;1;60000;\nTotal;;;80000;\n",
           "1 of kg at 0.001, times 1\n" MINED(
               "country=CHN year=2024 tonnes=60 share=0.750000 sum_of_published_shares=0.7500")
               MINING);
}

static void mining_that_cannot_be_right_is_refused(void **state)
{
    (void)state;
    mining(
        "Cobalt",
        MINING_HEAD "China;baskets;1;60000;1;r;\nAustralia;t;1;many;\nDR Congo;t;0;>5;0;\n"
                    "World total;t;;80;\n",
        "w.xlsx:Cobalt!B3: unit \"baskets\" is not known for cobalt: a unit of mass is expected\n"
        "w.xlsx:Cobalt!D4: \"many\" is no figure: a number, or W or NA, is expected\n"
        "w.xlsx:Cobalt!D5: \">5\" is no figure: a number, or W or NA, is expected\n");
    mining("Cobalt", MINING_HEAD "China;t;1;60;\nTotal;t;0;30;0;\n",
           "w.xlsx:Cobalt!4: cobalt, extraction, 2024: its countries add up to 60 tonnes, more "
           "than the total of 30\n");
    mining("Cobalt", MINING_HEAD "China;t;1;600;\nTotal;t;0;8000;0;\n",
           "w.xlsx:Cobalt!4: cobalt, extraction, 2024: 8000 tonnes, where 100 are on record for "
           "2023: too far off to be the same thing\n");
    mining("Tin", MINING_HEAD "China;t;1;60;\nTotal;t;0;80;0;\n",
           "w.xlsx:Tin!4: tin, extraction: nothing of this publication is on record to hold its "
           "unit and content against\n");
    mining("Salt", MINING_HEAD "China;t;1;60;\n", "1 left out\n");
    mining("Myth", MINING_HEAD "China;t;1;60;\n",
           "w.xlsx:Myth!2: \"Myth\" is not known: published_names.csv has no row for it (all of "
           "its rows are left out)\n");
    mining("Cobalt", "Country;unit;1999;data source;\nChina;t;1;r;\n",
           "w.xlsx: no layout of a yearly table that is known: \"World Mining Data, production by "
           "mineral\" comes closest, but column 20## is missing\n");
    mining("Cobalt", MINING_HEAD "China;t;1;60000;\nTotal;t;0;80000;0;\n",
           "w.xlsx:Cobalt!4: cobalt, extraction, 2024: 80000 tonnes, where 100 are on record for "
           "2023: the unit \"t\" of the file looks wrong by a thousand; run again with --yes to "
           "take the figures as that\n");
    assert_string_equal(
        refresh_by("w.xlsx", DRY_AND_AGREED),
        "1 of t at 1, times 0.001\n" MINED(
            "country=CHN year=2024 tonnes=60 share=0.750000 sum_of_published_shares=0.7500")
            MINING);
}

static void governance_is_known_by_code_or_name(void **state)
{
    (void)state;
    says(GOVERNANCE_HEAD ALL_SIX("AUS,x", "1.5", "0.2") ALL_SIX("ZZZ,Netherlands", "1.25", "..")
             ALL_SIX("CHN,", "-0.00001", ""),
         "+ governance: country=AUS year=2024 " SIX("1.5") INDICATORS
         "+ governance: country=CHN year=2024 " SIX("0") INDICATORS
         "+ governance: country=NLD year=2024 " SIX("1.25") INDICATORS
         "+ governance_errors: country=AUS year=2024 " SIX("0.2") INDICATORS);
}

// Before the first year on record nothing is looked at.
static void an_estimate_is_one_within_bounds(void **state)
{
    (void)state;
    says(GOVERNANCE_HEAD
         "AUS,x,1989,va,1,0\nAUS,x,2201,va,1,0\nAUS,x,2024.5,va,1,0\nAUS,x,year,va,1,0\n"
         "AUS,x,2022,xx,nonsense,0\nAUS,x,2024,voice,1,0\nAUS,x,2024,va,4.1,0\n"
         "AUS,x,2024,va,-4.1,0\nAUS,x,2024,va,1,2.1\nAUS,x,2024,va,1,-0.1\n"
         "AUS,x,2024,va,text,0\nXKX,Kosovo,2024,va,1,0\nXKX,Kosovo,2024,pv,1,0\n",
         "x.csv:2:3: \"1989\" is no year: four digits are expected\n"
         "x.csv:3:3: \"2201\" is no year: four digits are expected\n"
         "x.csv:4:3: \"2024.5\" is no year: four digits are expected\n"
         "x.csv:5:3: \"year\" is no year: four digits are expected\n"
         "x.csv:7:4: \"voice\" is no indicator: va, pv, ge, rq, rl or cc is expected\n"
         "x.csv:8:5: \"4.1\" is no estimate: about -2.5 to 2.5 is expected\n"
         "x.csv:9:5: \"-4.1\" is no estimate: about -2.5 to 2.5 is expected\n"
         "x.csv:10:6: \"2.1\" is no standard error of an estimate: 0 to 2 is expected\n"
         "x.csv:11:6: \"-0.1\" is no standard error of an estimate: 0 to 2 is expected\n"
         "x.csv:12:5: \"text\" is no estimate: about -2.5 to 2.5 is expected\n"
         "x.csv:13:2: country \"Kosovo\" is not known: its rows are left out; add the name to "
         "synonyms.csv\n");
}

static void governance_is_whole_or_not_taken(void **state)
{
    (void)state;
    says(GOVERNANCE_HEAD ALL_SIX("AUS,x", "1.5", "0.2") ALL_SIX("NLD,", "#N/A", "..")
             ALL_SIX("CHN,", "-0.5", ""),
         "x.csv:1:1: indicator va: 1 of the 3 countries on record are missing in 2024: governance "
         "is taken from one edition alone, so that all are needed\n");
    says(GOVERNANCE_HEAD "AUS,x,2024,va,1,0\nNLD,x,2024,va,NA,0\nNLD,x,2024,va,.,0\n",
         "x.csv:1:4: indicator pv is missing: governance is taken from one edition alone, so that "
         "all six are needed\n");
    says(GOVERNANCE_HEAD "AUS,x,2024,va,1,0\nAUS,x,2024,pv,2,0\nAUS,x,2024,ge,,0\n",
         "x.csv:1:4: indicator ge is missing: governance is taken from one edition alone, so that "
         "all six are needed\n");
    mining("va",
           "Economy (code);Economy (name);Year;Governance estimate (approx. -2.5 to +2.5);\n"
           "AUS;x;2024;1;\n",
           "w.xlsx:va!1: indicator pv is missing: governance is taken from one edition alone, so "
           "that all six are needed\n");
    mining("Notes",
           "Economy (code);Economy (name);Year;Governance estimate (approx. -2.5 to +2.5);"
           "Standard error;\nAUS;x;2024;1;3;\n",
           "w.xlsx:Notes!2: \"Notes\" is no indicator: va, pv, ge, rq, rl or cc is expected\n");
}

// From the first month on record; what is no price or no month is left.
static void prices_follow_those_on_record(void **state)
{
    (void)state;
    says(PINK_HEAD(PINK_DATE) "2026M03,,,,19000\n2026M04,,,,20000\n2026M05,,,,21500\n"
                              "2026M06,,,,22000.456\n2026M07,,,,..\n2026M08,,,,-1\n"
                              "2026X09,,,,1\n2026M9,,,,1\n2026M1x,,,,1\na note\n",
         "x.csv:2:8: gold: no price is on record to hold this one against\n"
         "7 left out\n"
         "+ prices: material=tin month=2026-05 price=21500" PINK
         "+ prices: material=tin month=2026-06 price=22000.46" PINK);
}

// By the newest month that both have.
static void a_price_far_off_is_another_series(void **state)
{
    (void)state;
    says(PINK_HEAD(PINK_DATE) "2026M05,,,,42000\n",
         "x.csv:2:5: tin, 2026-05: 42000, where 21000 is on record: too far off to be the same "
         "series\n"
         "x.csv:2:8: gold: no price is on record to hold this one against\n"
         "7 left out\n");
    says(PINK_HEAD(PINK_DATE) "2026M05,,,,10500\n",
         "x.csv:2:5: tin, 2026-05: 10500, where 21000 is on record: too far off to be the same "
         "series\n"
         "x.csv:2:8: gold: no price is on record to hold this one against\n"
         "7 left out\n");
    says(PINK_HEAD(PINK_DATE) "2026M04,,,,900\n2026M06,,,,910\n",
         "x.csv:2:5: tin, 2026-04: 900, where 20000 is on record: too far off to be the same "
         "series\n"
         "x.csv:2:8: gold: no price is on record to hold this one against\n"
         "7 left out\n");
    says(
        "\"Updated on July 02, 2026\"\n,Aluminum,Copper,Lead,Tin,Nickel,Zinc,Gold,Platinum,Silver\n"
        ",,,,(cents/lb)\n2026M05,,,,900\n",
        "x.csv:3:5: tin: the unit is (cents/lb), where prices on record are in USD/t\n"
        "x.csv:2:8: gold: no price is on record to hold this one against\n"
        "7 left out\n");
}

static void a_sheet_of_prices_is_dated_and_monthly(void **state)
{
    (void)state;
    static const char *const DATES[] = {"Updated on Juli 02, 2026",
                                        "Updated on July 32, 2026",
                                        "Updated on July 0, 2026",
                                        "Updated on July 02 2026",
                                        "Updated on July 02, 1989",
                                        "Updated on July 02, 2201",
                                        "Updated on ",
                                        "Of July 02, 2026"};
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++) {
        char text[400];
        snprintf(text, sizeof text, PINK_HEAD("%s") "2026M05,,,,21000\n", DATES[i]);
        says(text,
             "x.csv:2:1: no date of the update (as \"Updated on June 02, 2026\") stands above the "
             "heads: it says which edition this is\n");
    }
    says(PINK_HEAD(PINK_DATE) "2025,,,,21000\n",
         "x.csv:2:1: no row is a month (as 2026M05): means of a year are those of its months; give "
         "the monthly prices\n");
    says(PINK_HEAD(PINK_DATE), "x.csv:2:1: no row is a month (as 2026M05): means of a year are "
                               "those of its months; give the monthly prices\n");
}

static const kt_refresh_options WRITTEN = {.dry_run = false};
static const char COBALT_OF_2025[] =
    LONG_HEAD MINE(" China ", "t", "2025", "150") MINE("World", "t", "2025", "200");
#define COBALT_TAKEN                                                                               \
    COBALT("tonnes=200 basis=estimate primary=yes published=200 content=contained")                \
    DATA " edition=2026\n" SHARE("country=CHN share=0.750000 period=2025 basis=complete") DATA     \
        " edition=2026\n"

static void what_is_written_is_on_record_the_next_time(void **state)
{
    (void)state;
    folder_put(&data, "x.csv", COBALT_OF_2025);
    assert_string_equal(refresh_by("x.csv", WRITTEN), "written\n" COBALT_TAKEN);
    assert_string_equal(refresh_by("x.csv", WRITTEN), "");
}

// A dry run looks on.
static void what_a_killed_run_left_is_cleared_and_told(void **state)
{
    char expected[3000];
    char path[600];
    (void)state;
    folder_put(&data, "x.csv", COBALT_OF_2025);
    folder_file(path, &data, "reference.draft-012345");
    assert_int_equal(mkdir(path, 0777), 0);
    assert_string_equal(refresh_by("x.csv", DRY), COBALT_TAKEN);
    snprintf(expected, sizeof expected,
             "written\n%s: 1 unfinished folder or file of an import that did not end was "
             "removed\n" COBALT_TAKEN,
             data.path);
    assert_string_equal(refresh_by("x.csv", WRITTEN), expected);
    assert_int_equal(mkdir(path, 0777), 0);
    folder_file(path, &data, "reference.draft-543210");
    assert_int_equal(mkdir(path, 0777), 0);
    snprintf(expected, sizeof expected,
             "%s: 2 unfinished folders or files of imports that did not end were removed\n",
             data.path);
    assert_string_equal(refresh_by("x.csv", WRITTEN), expected);
}

static void take_blanks_out(char *text)
{
    char *to = text;
    for (; *text != '\0'; text++) {
        if (*text != ' ' && *text != '\n')
            *to++ = *text;
    }
    *to = '\0';
}

// Where the descriptor says what a row is known by, and does not say it yet.
static void an_edition_is_part_of_what_a_row_is_known_by(void **state)
{
    char path[700];
    kt_buffer text = {0};
    (void)state;
    folder_put(&data, "reference/datapackage.json",
               "{\"name\": \"reference\", \"resources\": [{\"name\": \"materials\", \"path\": "
               "\"materials.csv\"}, {\"name\": \"countries\", \"path\": \"countries.csv\"}, "
               "{\"name\": \"stage_links\", \"path\": \"stage_links.csv\"}, {\"name\": "
               "\"published_names\", \"path\": \"published_names.csv\"}, {\"name\": "
               "\"world_output\", \"path\": \"world_output.csv\", \"schema\": {\"primaryKey\": "
               "[\"material\", \"stage\"]}}, {\"name\": \"material_supply\", \"path\": "
               "\"material_supply.csv\", \"schema\": {\"primaryKey\": [\"edition\"]}}]}");
    folder_put(&data, "x.csv", COBALT_OF_2025);
    assert_string_equal(refresh_by("x.csv", WRITTEN), "written\n" COBALT_TAKEN);
    folder_file(path, &data, "reference/datapackage.json");
    assert_int_equal(kt_file_load(&text, path, 1 << 16, NULL, NULL), KT_OK);
    take_blanks_out(text.text);
    const char *output = strstr(text.text, "\"world_output\"");
    const char *supply = strstr(text.text, "\"material_supply\"");
    assert_non_null(output);
    assert_non_null(supply);
    assert_non_null(strstr(output, "\"stage\",\"edition\"]"));
    assert_non_null(strstr(supply, "\"primaryKey\":[\"edition\"]"));
    kt_buffer_free(&text);
}

// Of a table that the reference does not have, no row is lost in silence.
static void a_table_that_the_reference_lacks_is_told(void **state)
{
    (void)state;
    folder_put(&data, "reference/datapackage.json",
               "{\"name\": \"reference\", \"resources\": [{\"name\": \"materials\", \"path\": "
               "\"materials.csv\"}, {\"name\": \"countries\", \"path\": \"countries.csv\"}, "
               "{\"name\": \"stage_links\", \"path\": \"stage_links.csv\"}, {\"name\": "
               "\"material_supply\", \"path\": \"material_supply.csv\"}]}");
    says(GOVERNANCE_HEAD ALL_SIX("AUS,x", "1.5", "0.2"),
         "x.csv: the reference has no table governance: its rows are left out\n"
         "x.csv: the reference has no table governance_errors: its rows are left out\n");
}

static void a_reference_with_faults_is_refused(void **state)
{
    (void)state;
    folder_put(&data, "reference/stage_links.csv", "material,from_stage,to_stage\n");
    says(COBALT_OF_2025, "reference: 1 fault in the data\n"
                         "reference/stage_links.csv:1: column \"yield\" is missing\n");
}

static void a_reference_that_would_break_an_invariant_is_not_written(void **state)
{
    static const char TOLD[] = "prices.csv:3: is about the same as row 2, in one edition\n"
                               "+ governance: country=AUS year=2024 " SIX("1.5") INDICATORS
        "+ governance: country=CHN year=2024 " SIX("1") INDICATORS
        "+ governance: country=NLD year=2024 " SIX("1") INDICATORS;
    (void)state;
    folder_put(&data, "reference/prices.csv",
               "material,month,price,unit,series,evidence,source\n"
               "tin,2026-05,21000,USD/t,s,C,s\ntin,2026-05,21001,USD/t,s,C,s\n");
    folder_put(&data, "x.csv",
               GOVERNANCE_HEAD ALL_SIX("AUS,x", "1.5", "") ALL_SIX("NLD,x", "1", "")
                   ALL_SIX("CHN,x", "1", ""));
    assert_string_equal(refresh_by("x.csv", WRITTEN), TOLD);
    assert_string_equal(refresh_by("x.csv", WRITTEN), TOLD); // it was not
}

// Each unit of a sheet is told of; blanks around a text are none of it.
static void units_of_one_sheet_are_counted_apart(void **state)
{
    (void)state;
    mining(
        "Cobalt",
        MINING_HEAD " China ;kg;1;50000;\nAustralia;kilograms;1;20000 ;\nDR Congo;kg;1;10000;\n"
                    "  ;kg;1;1;\nTotal;kg;0;80000;0;\n",
        "1 of kilograms at 0.001, times 1\n2 of kg at 0.001, times 1\n" MINED(
            "country=AUS year=2024 tonnes=20 share=0.250000 sum_of_published_shares=1.0000")
            MINING MINED(
                "country=CHN year=2024 tonnes=50 share=0.625000 sum_of_published_shares=1.0000")
                MINING MINED(
                    "country=COD year=2024 tonnes=10 share=0.125000 sum_of_published_shares=1.0000")
                    MINING);
}

static void a_folder_that_holds_no_reference_is_refused(void **state)
{
    char path[600];
    kt_refresh r;
    const char *file[] = {path};
    kt_error err = {0};
    (void)state;
    folder_file(path, &data, "reference/prices.csv");
    kt_refresh_options how = {.file = file, .n_files = 1, .data = path, .dry_run = true};
    assert_int_equal(kt_refresh_run(&r, &how, &err), KT_BAD_INPUT);
    kt_refresh_close(&r);
    assert_non_null(strstr(err.message, "/reference/prices.csv/reference cannot be read: part of "
                                        "the path is no folder"));
    folder_file(path, &data, "reference");
    how.data = path; // in which there is no reference
    assert_int_equal(kt_refresh_run(&r, &how, &err), KT_BAD_INPUT);
    kt_refresh_close(&r);
    assert_non_null(strstr(err.message, "holds no reference data: name a data folder of your own"));
}

// What another publication, a model or a row without a figure says is no record; the assumption
// of a source stays where no release is named.
static void only_what_was_counted_is_a_record(void **state)
{
    (void)state;
    folder_put(
        &data, "reference/world_output.csv",
        "material,stage,period,tonnes,basis,primary,published,evidence,source\n"
        "cobalt,extraction,2025,1,model,yes,1,C,USGS Mineral Commodity Summaries 2025\n"
        "cobalt,extraction,2024,1,statistic,yes,,C,USGS Mineral Commodity Summaries 2025\n"
        "cobalt,extraction,2023,0,statistic,yes,0,C,USGS Mineral Commodity Summaries 2025\n"
        "cobalt,extraction,2020,200,statistic,yes,200,D,"
        "assumption: a; USGS Mineral Commodity Summaries 2022; b\n"
        "cobalt,processing,2025,7,statistic,yes,7,C,USGS Mineral Commodity Summaries 2025\n");
    says(COBALT_OF_2025,
         "+ world_output: material=cobalt stage=extraction period=2025 tonnes=200 basis=estimate "
         "primary=yes published=200 evidence=D source=assumption: a; USGS Mineral Commodity "
         "Summaries 2026 (data release); b edition=2026\n" SHARE(
             "country=CHN share=0.750000 period=2025 basis=complete") DATA " edition=2026\n");
}

// Of two files each says what it says alone.
static void files_are_read_one_after_another(void **state)
{
    char first[600];
    char second[600];
    kt_refresh r;
    const char *file[] = {first, second, first};
    (void)state;
    folder_put(&data, "x.csv", COBALT_OF_2025);
    put_book("w.xlsx", "Cobalt", MINING_HEAD "China;t;1;60;\n");
    folder_file(first, &data, "x.csv");
    folder_file(second, &data, "w.xlsx");
    kt_refresh_options how = {.file = file, .n_files = 3, .data = data.path, .dry_run = true};
    assert_int_equal(kt_refresh_run(&r, &how, NULL), KT_OK);
    assert_int_equal(r.n_files, 3);
    assert_string_equal(r.file[0].name, "x.csv");
    assert_string_equal(r.file[1].name, "w.xlsx:Cobalt");
    assert_int_equal(r.file[0].edition, 2026);
    assert_int_equal(r.file[1].edition, 2026);
    assert_int_equal(r.file[2].edition, 2026); // the same again: on record by now
    assert_int_equal(r.beside.count[0].n_same + r.beside.count[1].n_same, 2);
    kt_refresh_close(&r);
}

// Each on a reference of its own.
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, make_small_reference, remove_small_reference)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_no_layout_is_refused),
        TEST(a_row_of_no_edition_is_refused),
        TEST(a_series_that_nobody_knows_is_told_once),
        TEST(a_country_that_is_not_known_counts_among_the_others),
        TEST(what_is_withheld_is_noted),
        TEST(a_year_has_four_digits),
        TEST(a_unit_or_figure_that_is_none_is_refused),
        TEST(a_gas_is_weighed),
        TEST(an_assumption_stays_with_its_source),
        TEST(a_list_is_of_the_size_on_record),
        TEST(rows_of_one_country_are_added),
        TEST(mining_is_of_the_newest_year),
        TEST(a_total_without_a_unit_is_in_that_of_its_rows),
        TEST(mining_that_cannot_be_right_is_refused),
        TEST(governance_is_known_by_code_or_name),
        TEST(an_estimate_is_one_within_bounds),
        TEST(governance_is_whole_or_not_taken),
        TEST(prices_follow_those_on_record),
        TEST(a_price_far_off_is_another_series),
        TEST(a_sheet_of_prices_is_dated_and_monthly),
        TEST(what_is_written_is_on_record_the_next_time),
        TEST(what_a_killed_run_left_is_cleared_and_told),
        TEST(an_edition_is_part_of_what_a_row_is_known_by),
        TEST(a_table_that_the_reference_lacks_is_told),
        TEST(a_reference_with_faults_is_refused),
        TEST(units_of_one_sheet_are_counted_apart),
        TEST(a_folder_that_holds_no_reference_is_refused),
        TEST(only_what_was_counted_is_a_record),
        TEST(files_are_read_one_after_another),
        TEST(a_reference_that_would_break_an_invariant_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
