// SPDX-License-Identifier: EUPL-1.2
// Counts the rows of `questions` (tens to hundreds) and splits the visibility of the reached chain
// by what was asked, in one pass over the reached requirements. An item is asked once, so the reply
// is kept by item.
#include "analysis/assess/asked.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_SIZE = 80 }; // "supplier/" and an id

typedef struct split {
    double known, hidden; // named; unknown, withheld or from a world market
} split;

static split split_mix(const kt_network *net, uint32_t mix)
{
    split s = {0.0, 0.0};
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        uint8_t kind = net->producer[source->producer].kind;
        bool hidden =
            source->row == KT_NO_ROW || kind == KT_SUPPLIER_UNKNOWN || kind == KT_SUPPLIER_WITHHELD;
        *(hidden ? &s.hidden : &s.known) += source->share;
    }
    return s;
}

// The item that a row asks the supplier of, or KT_NO_ROW.
static uint32_t item_asked(const kt_network *net, uint32_t row)
{
    const kt_table *questions = &net->the_case->table[KT_QUESTIONS];
    const char *id =
        kt_pool_text(&net->the_case->pool, kt_table_text(questions, KT_QUESTIONS_ID, row));
    if (strncmp(id, "supplier/", 9) != 0 && strncmp(id, "withheld/", 9) != 0)
        return KT_NO_ROW;
    return kt_network_find(net, id + 9);
}

static void count_rows(kt_asked *out, const kt_network *net, uint8_t *reply_of_item)
{
    const kt_table *questions = &net->the_case->table[KT_QUESTIONS];
    for (uint32_t r = 0; r < questions->n_rows; r++) {
        int reply = kt_table_choice(questions, KT_QUESTIONS_ANSWER, r);
        uint32_t item = item_asked(net, r);
        out->asked++;
        out->given += reply == KT_REPLY_GIVEN;
        out->unknown += reply == KT_REPLY_UNKNOWN;
        out->withheld += reply == KT_REPLY_WITHHELD;
        out->open += reply == 0;
        if (item != KT_NO_ROW)
            reply_of_item[item] = (uint8_t)(reply + 1);
    }
}

kt_status kt_asked_find(kt_asked *out, const kt_study *study, kt_error *err)
{
    const kt_network *net = study->network;
    double n = 0.0;
    double known = 0.0;
    double given = 0.0;
    double open = 0.0;
    kt_pace pace = {.control = study->control};
    bool stopped = false;
    uint8_t *reply = calloc((size_t)net->n_items + 1, sizeof *reply);
    *out = (kt_asked){0};
    if (reply == NULL)
        return kt_error_no_memory(err);
    count_rows(out, net, reply);
    for (uint32_t p = 0; p < net->n_producers && !stopped; p++) {
        uint32_t recipe = net->producer[p].recipe;
        if (!study->reach.producer[p])
            continue;
        for (uint32_t k = net->recipe_requirement[recipe];
             k < net->recipe_requirement[recipe + 1] && !stopped; k++) {
            uint32_t mix = net->alternative[net->requirement[k].alternative].mix;
            stopped |=
                kt_control_spend(&pace, 4 * (net->mix_source[mix + 1] - net->mix_source[mix]) + 4);
            split s = split_mix(net, mix);
            n += 1.0;
            known += s.known;
            if (reply[net->mix_item[mix]] == KT_REPLY_GIVEN + 1)
                given += s.known;
            if (reply[net->mix_item[mix]] == 1)
                open += s.hidden;
        }
    }
    free(reply);
    out->before = n > 0.0 ? (known - given) / n : (double)NAN;
    out->now = n > 0.0 ? known / n : (double)NAN;
    out->after = n > 0.0 ? (known + open) / n : (double)NAN;
    return stopped ? kt_control_check(study->control, err) : KT_OK;
}

static uint32_t find_row(const kt_case *c, kt_symbol id)
{
    const kt_table *questions = &c->table[KT_QUESTIONS];
    for (uint32_t r = questions->n_rows; id != 0 && r-- > 0;) {
        if (kt_table_text(questions, KT_QUESTIONS_ID, r) == id)
            return r;
    }
    return KT_NO_ROW;
}

uint32_t kt_asked_row(const kt_case *c, const char *id)
{
    char first[ID_SIZE];
    uint32_t row = find_row(c, kt_pool_find(&c->pool, id, strlen(id)));
    if (row != KT_NO_ROW || strncmp(id, "withheld/", 9) != 0)
        return row;
    int length = snprintf(first, sizeof first, "supplier/%s", id + 9);
    if (length < 0 || (size_t)length >= sizeof first)
        return KT_NO_ROW;
    return find_row(c, kt_pool_find(&c->pool, first, (size_t)length));
}
