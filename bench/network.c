// SPDX-License-Identifier: EUPL-1.2
// See network.h.
#include "network.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/philox.h"

enum {
    INDUSTRIES = 64,
    RAW = 6,    // of them, without inputs
    INPUTS = 4, // of a firm
    MOST_SUPPLIERS = 40,
    SOURCES_A_FIRM = 12,
};

static const double SIZE_EXPONENT = 1.06;     // Axtell (2001)
static const double SUPPLIERS_EXPONENT = 1.6; // mean of 1 / (1 - 1/a) cut at 40: about three

typedef struct draft_mix {
    uint32_t item, n;
    uint64_t first; // of its sources, in the order in which firms are drawn
} draft_mix;

typedef struct maker {
    kt_network *net;
    double *size;
    double *heap; // [n_producers + 1] sizes added up
    draft_mix *mix;
    kt_source *source;
    size_t n_mixes, n_sources, capacity;
    uint64_t seed, run, draw;
    double pair[2];
    bool failed;
} maker;

static double uniform(maker *m)
{
    if (m->draw % 2 == 0)
        kt_philox_pair(m->pair, (kt_philox){m->seed, m->run}, m->draw / 2);
    return m->pair[m->draw++ % 2];
}

static double pareto(maker *m, double exponent)
{
    return pow(uniform(m), -1.0 / exponent);
}

// A firm of the industry, the larger the likelier.
static uint32_t choose(maker *m, uint32_t industry)
{
    const kt_network *net = m->net;
    uint32_t low = net->item[industry].producer;
    uint32_t high = net->item[industry + 1].producer;
    double at = m->heap[low] + uniform(m) * (m->heap[high] - m->heap[low]);
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (m->heap[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static int by_producer(const void *left, const void *right)
{
    const kt_source *a = left;
    const kt_source *b = right;
    return a->producer < b->producer ? -1 : a->producer > b->producer;
}

// What a firm buys of one input: a draft, since the mixes of an item must stand together.
static void add_input(maker *m, uint32_t item)
{
    kt_network *net = m->net;
    double wanted = pareto(m, SUPPLIERS_EXPONENT);
    uint32_t n = wanted < MOST_SUPPLIERS ? (uint32_t)wanted + 1 : MOST_SUPPLIERS;
    m->source =
        kt_grow_array(m->source, &m->capacity, m->n_sources + n, sizeof *m->source, &m->failed);
    if (m->failed)
        return;
    kt_source *first = &m->source[m->n_sources];
    for (uint32_t k = 0; k < n; k++)
        first[k] = (kt_source){choose(m, item), KT_NO_ROW, 1.0, 0.0};
    qsort(first, n, sizeof *first, by_producer);
    uint32_t kept = 1;
    for (uint32_t k = 1; k < n; k++) {
        if (first[k].producer != first[kept - 1].producer)
            first[kept++] = first[k];
    }
    for (uint32_t k = 0; k < kept; k++)
        first[k].share = 1.0 / (double)kept;
    m->mix[m->n_mixes++] = (draft_mix){item, kept, m->n_sources};
    m->n_sources += kept;
    net->requirement[net->n_requirements] =
        (kt_requirement){net->n_alternatives, uniform(m) < 0.6, 1.0 / INPUTS};
    net->requirement[++net->n_requirements].alternative = ++net->n_alternatives;
}

static void add_firm(maker *m, uint32_t industry, uint32_t firm)
{
    kt_network *net = m->net;
    m->run = (uint64_t)firm + 1;
    m->draw = 0;
    net->producer[firm].recipe = net->n_recipes;
    for (uint32_t k = 0; k < INPUTS && industry >= RAW; k++) {
        // near industries more often than far ones: inputs of the same kind do not repeat
        uint32_t reach = industry / INPUTS;
        add_input(m, industry - 1 - k * reach -
                         (uint32_t)(kt_philox_uniform((kt_philox){m->seed, industry}, k) *
                                    (reach < 1 ? 1 : reach)));
    }
    net->recipe_requirement[++net->n_recipes] = net->n_requirements;
}

static bool allocate(bench_network *b, uint32_t n)
{
    kt_network *net = &b->network;
    size_t n_inputs = (size_t)n * INPUTS;
    net->n_items = INDUSTRIES;
    net->n_producers = n;
    net->item = calloc(INDUSTRIES + 1, sizeof *net->item);
    net->producer = calloc((size_t)n + 1, sizeof *net->producer);
    net->recipe_requirement = calloc((size_t)n + 2, sizeof *net->recipe_requirement);
    net->requirement = calloc(n_inputs + 2, sizeof *net->requirement);
    net->alternative = calloc(n_inputs + 1, sizeof *net->alternative);
    net->mix_source = calloc(n_inputs + INDUSTRIES + 2, sizeof *net->mix_source);
    net->mix_buyer = calloc(n_inputs + INDUSTRIES + 1, sizeof *net->mix_buyer);
    net->mix_item = calloc(n_inputs + INDUSTRIES + 1, sizeof *net->mix_item);
    b->size = calloc((size_t)n + 1, sizeof *b->size);
    return net->item != NULL && net->producer != NULL && net->recipe_requirement != NULL &&
           net->requirement != NULL && net->alternative != NULL && net->mix_source != NULL &&
           net->mix_buyer != NULL && net->mix_item != NULL && b->size != NULL;
}

// Industries of equal numbers of firms; sizes by the power law.
static void make_firms(maker *m, uint32_t n)
{
    kt_network *net = m->net;
    for (uint32_t i = 0; i <= INDUSTRIES; i++)
        net->item[i] = (kt_network_item){.id = i,
                                         .row = i,
                                         .producer = (uint32_t)((uint64_t)n * i / INDUSTRIES),
                                         .kind = KT_KIND_COMPONENT,
                                         .unit_kg = NAN,
                                         .value_eur = NAN};
    for (uint32_t i = 0; i < INDUSTRIES; i++) {
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
            net->producer[p] = (kt_producer){
                .item = i, .site = KT_NO_ROW, .organisation = KT_NO_ROW, .supplier = p};
            m->size[p] = pow(kt_philox_uniform((kt_philox){m->seed, 0}, p), -1.0 / SIZE_EXPONENT);
            m->heap[p + 1] = m->heap[p] + m->size[p];
        }
    }
    for (uint32_t i = 0; i < INDUSTRIES; i++) {
        for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer && !m->failed; p++)
            add_firm(m, i, p);
    }
}

static void put_mix(kt_network *net, uint32_t item, uint32_t buyer)
{
    net->mix_item[net->n_mixes] = item;
    net->mix_buyer[net->n_mixes] = buyer;
    net->mix_source[++net->n_mixes] = net->n_sources;
}

// Market and buyers' mixes of every item, one item after the other.
static void put_mixes(maker *m)
{
    kt_network *net = m->net;
    for (uint32_t i = 0; i < INDUSTRIES; i++) {
        uint32_t first = net->item[i].producer;
        uint32_t end = net->item[i + 1].producer;
        net->item[i].mix = net->n_mixes;
        for (uint32_t p = first; p < end; p++)
            net->source[net->n_sources++] =
                (kt_source){p, KT_NO_ROW, m->size[p] / (m->heap[end] - m->heap[first]), 0.0};
        put_mix(net, i, 0);
        for (size_t k = 0; k < m->n_mixes; k++) {
            if (m->mix[k].item != i)
                continue;
            net->alternative[k] = (kt_alternative){net->n_mixes, KT_NO_ROW, 1, 1, 1, NAN};
            memcpy(&net->source[net->n_sources], &m->source[m->mix[k].first],
                   m->mix[k].n * sizeof *net->source);
            net->n_sources += m->mix[k].n;
            put_mix(net, i, net->item[RAW].producer + (uint32_t)(k / INPUTS) + 1);
        }
    }
    net->item[INDUSTRIES].mix = net->n_mixes;
}

kt_status bench_network_make(bench_network *out, uint64_t n_sources, uint64_t seed, kt_error *err)
{
    uint32_t n = (uint32_t)(n_sources / SOURCES_A_FIRM);
    *out = (bench_network){0};
    maker m = {.net = &out->network, .seed = seed};
    bool whole = allocate(out, n);
    m.size = out->size;
    m.heap = calloc((size_t)n + 1, sizeof *m.heap);
    m.mix = malloc(((size_t)n * INPUTS + 1) * sizeof *m.mix);
    if (whole && m.heap != NULL && m.mix != NULL) {
        make_firms(&m, n);
        out->network.source = malloc((m.n_sources + n + 1) * sizeof *out->network.source);
    }
    whole = whole && !m.failed && out->network.source != NULL;
    if (whole)
        put_mixes(&m);
    free(m.heap);
    free(m.mix);
    free(m.source);
    if (whole)
        return KT_OK;
    bench_network_free(out);
    return kt_error_no_memory(err);
}

void bench_network_free(bench_network *b)
{
    kt_network_free(&b->network);
    free(b->size);
    *b = (bench_network){0};
}

static FILE *open_table(const char *folder, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "w");
}

static void write_small_tables(const bench_network *b, const char *folder, bool *whole)
{
    static const char *const COUNTRIES[] = {"NLD", "DEU", "FRA", "CHN", "USA", "JPN", "KOR", "IND"};
    const kt_network *net = &b->network;
    FILE *package = open_table(folder, "datapackage.json");
    FILE *items = open_table(folder, "items.csv");
    FILE *bom = open_table(folder, "bom.csv");
    FILE *organisations = open_table(folder, "organisations.csv");
    FILE *sites = open_table(folder, "sites.csv");
    *whole =
        package != NULL && items != NULL && bom != NULL && organisations != NULL && sites != NULL;
    if (*whole) {
        fputs("{\"name\":\"firms\",\"resources\":[{\"name\":\"items\",\"path\":\"items.csv\"},"
              "{\"name\":\"bom\",\"path\":\"bom.csv\"},{\"name\":\"organisations\","
              "\"path\":\"organisations.csv\"},{\"name\":\"sites\",\"path\":\"sites.csv\"},"
              "{\"name\":\"supply\",\"path\":\"supply.csv\"}]}\n",
              package);
        fputs("id,kind,name_en\n", items);
        fputs("parent,child,quantity\n", bom);
        fputs("id,name,country\n", organisations);
        fputs("id,organisation,country\n", sites);
        for (uint32_t i = 0; i < net->n_items; i++) {
            uint32_t recipe = net->producer[net->item[i].producer].recipe;
            fprintf(items, "industry-%02u,%s,Industry %u\n", i,
                    i + 1 == net->n_items ? "platform" : "component", i);
            for (uint32_t k = net->recipe_requirement[recipe];
                 k < net->recipe_requirement[recipe + 1]; k++)
                fprintf(bom, "industry-%02u,industry-%02u,1\n", i,
                        net->mix_item[net->alternative[net->requirement[k].alternative].mix]);
        }
        for (uint32_t p = 0; p < net->n_producers; p++)
            fprintf(organisations, "firm-%07u,Firm %u,%s\n", p, p, COUNTRIES[p % 8]);
    }
    FILE *files[] = {package, items, bom, organisations, sites};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        *whole = (files[i] != NULL && fclose(files[i]) == 0) && *whole;
}

kt_status bench_network_write(const bench_network *b, const char *folder, kt_error *err)
{
    const kt_network *net = &b->network;
    bool whole;
    write_small_tables(b, folder, &whole);
    FILE *supply = whole ? open_table(folder, "supply.csv") : NULL;
    whole = supply != NULL && fputs("item,supplier,buyer,share,evidence\n", supply) >= 0;
    for (uint32_t m = 0; whole && m < net->n_mixes; m++) {
        char buyer[32] = "";
        if (net->mix_buyer[m] != 0)
            snprintf(buyer, sizeof buyer, "firm-%07u", net->mix_buyer[m] - 1);
        for (uint64_t k = net->mix_source[m]; k < net->mix_source[m + 1]; k++)
            fprintf(supply, "industry-%02u,firm-%07u,%s,%.12g,C\n", net->mix_item[m],
                    net->source[k].producer, buyer, net->source[k].share);
    }
    if (supply != NULL)
        whole = fclose(supply) == 0 && whole;
    return whole ? KT_OK
                 : kt_error_set(err, KT_NO_RESOURCES, "%s: the tables cannot be written", folder);
}
