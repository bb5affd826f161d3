// SPDX-License-Identifier: EUPL-1.2
// Compares the folded words of a header (fold.h) with a table of words for each field, in two
// languages. A word that ends a longer header ("ons artikelnummer") counts too, when it has at
// least five letters. Once a column, so the table is walked.
#include "ingest/intake/header.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ingest/recognise/quantity.h"

// clang-format off
static const struct {
    const char *field;
    const char *words; // folded, divided by spaces
} WORDS[] = {
    {"parent", "parent parentitem parentid parentpart goesinto usedin usedon assembly parentassembly nexthigherassembly nha "
        "bovenliggend bovenliggendartikel bovenliggendonderdeel hoofdartikel ouder samenstelling gaatin gebruiktin moederdeel onderdeelvan partof"},
    {"item", "item itemid itemno itemnr itemnumber partno partnr partnumber part articleno articlenumber materialno materialnumber mpn sku "
        "artikel artikelnr artikelnummer artikelcode onderdeelnr onderdeelnummer onderdeelcode stuknummer materiaalnummer nsn"},
    {"name", "name description designation partname itemname title whatdoyoubuy article "
        "naam omschrijving benaming artikelnaam onderdeel onderdeelnaam beschrijving artikelomschrijving watkooptuin"},
    {"level", "level bomlevel lvl indenturelevel bomindent niveau stuklijstniveau nivo stufe"},
    {"quantity", "quantity qty amount number count quantityperproduct howmanyperproduct pieces "
        "aantal hoeveelheid stuks aantalperproduct hoeveelperproduct"},
    {"unit", "unit uom unitofmeasure eenheid eh"},
    {"mass_kg", "mass weight unitmass unitweight massperpiece weightperpiece netweight "
        "massa gewicht stukgewicht massaperstuk gewichtperstuk nettogewicht"},
    {"material", "material alloy materialgrade grade composition whatisinit rawmaterial "
        "materiaal legering kwaliteit materiaalsoort samenstellingmateriaal watzitererin watziterin grondstof werkstof"},
    {"supplier", "supplier suppliername vendor vendorname manufacturer maker producer source fromwhom oem "
        "leverancier leveranciersnaam fabrikant producent maker vanwie crediteur"},
    {"supplier_country", "country countryoforigin origin suppliercountry countryofthesupplier coo madein "
        "land landvanherkomst herkomst leverancierland landleverancier landvandeleverancier oorsprong"},
    {"supplier_kvk", "kvk kvknumber cocnumber lei supplierkvk kvkorleiofthesupplier kvknummer kvkofleivandeleverancier"},
    {"share", "share percentage split sourcingshare shareofsupply aandeel percentageleverancier verdeling leveringsaandeel"},
    {"lead_time_days", "leadtime deliverytime leadtimedays levertijd doorlooptijd levertermijn"},
    {"switch_days", "switchingtime switchtime timetoswitch requalification omschakeltijd wisseltijd tijdtotalternatief"},
    {"price_eur", "price unitprice cost unitcost value priceperpiece prijs stukprijs kostprijs waarde prijsperstuk inkoopprijs"},
    {"days_of_cover", "stock stockdays daysofcover cover coverage howlongcanyougoon "
        "voorraad voorraaddagen dagenvoorraad dekking voorraaddekking hoelangkuntudoor"},
    {"evidence", "evidence grade evidencegrade howdoyouknow onderbouwing onderbouwingsklasse bewijs hoeweetudat"},
    {"source", "sourceofdata reference datasource bron bronvermelding herkomstgegevens"},
    {"note", "note notes remark remarks comment comments opmerking opmerkingen toelichting notitie"},
};
// clang-format on

enum { LONG_WORD = 5 };

static bool has_word(const char *words, const char *wanted)
{
    size_t length = strlen(wanted);
    for (const char *at = strstr(words, wanted); at != NULL; at = strstr(at + 1, wanted)) {
        bool begins = at == words || at[-1] == ' ';
        bool ends = at[length] == ' ' || at[length] == '\0';
        if (begins && ends)
            return true;
    }
    return false;
}

// The longest word of the list that `text` ends in, as a length.
static size_t word_at_end(const char *words, const char *text)
{
    size_t best = 0;
    size_t length = strlen(text);
    for (const char *at = words; *at != '\0';) {
        size_t n = strcspn(at, " ");
        if (n >= LONG_WORD && n < length && n > best && memcmp(text + length - n, at, n) == 0)
            best = n;
        at += n;
        at += *at == ' ';
    }
    return best;
}

static const char *field_of(const char *word)
{
    const char *field = NULL;
    size_t best = 0;
    if (*word == '\0')
        return NULL;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (has_word(WORDS[i].words, word))
            return WORDS[i].field;
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t n = word_at_end(WORDS[i].words, word);
        if (n > best) {
            best = n;
            field = WORDS[i].field;
        }
    }
    return field;
}

static bool is_unit(const char *text, size_t length)
{
    static const kt_quantity_kind KINDS[] = {KT_QUANTITY_MASS, KT_QUANTITY_TIME, KT_QUANTITY_MONEY,
                                             KT_QUANTITY_SHARE};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (length > 0 && kt_quantity_factor(KINDS[i], text, length) != 0)
            return true;
    }
    return false;
}

// Where the unit stands in a header, and where the words end: "Massa (g)", "Prijs in €", "Aandeel
// %".
static size_t split_unit(const char *header, const char **unit, size_t *unit_length)
{
    size_t length = strlen(header);
    const char *open = strpbrk(header, "([");
    *unit = "";
    *unit_length = 0;
    if (open != NULL) {
        size_t n = strcspn(open + 1, ")]");
        if (is_unit(open + 1, n)) {
            *unit = open + 1;
            *unit_length = n;
        }
        return (size_t)(open - header);
    }
    const char *space = strrchr(header, ' ');
    if (space == NULL || !is_unit(space + 1, strlen(space + 1)))
        return length;
    *unit = space + 1;
    *unit_length = strlen(space + 1);
    length = (size_t)(space - header);
    return length > 3 && memcmp(header + length - 3, " in", 3) == 0 ? length - 3 : length;
}

const char *kt_header_field(char unit[KT_HEADER_UNIT], const char *header)
{
    char word[KT_FOLD_SIZE];
    const char *found;
    size_t unit_length;
    size_t length = split_unit(header, &found, &unit_length);
    snprintf(unit, KT_HEADER_UNIT, "%.*s",
             (int)(unit_length < KT_HEADER_UNIT ? unit_length : KT_HEADER_UNIT - 1), found);
    kt_fold_word(word, header, length);
    return field_of(word);
}
