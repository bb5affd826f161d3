// SPDX-License-Identifier: EUPL-1.2
// Marks what is wanted from the target down, buyers before their sources, and counts it; then lays
// it out from the materials up into arrays of exactly that size, 1 MB for a frigate and 250 MB for
// an economy. Two passes over the network cost less than arrays that grow. At the end it links each
// part back to what uses it, which partial sweeps follow.
#include "analysis/kernel/circuit.h"

#include <assert.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/pages.h"
#include "base/room.h"

// Producers are put in classes by how often they are drawn on: fewer than FEW_USES times, up to
// twice as often, and so on. The first class is nearly all of them and stays in the network's
// order.
enum { FEW_USES = 16, USE_CLASSES = 33 };

// Of a mix: what is known of it before it is laid out.
enum mix_marks {
    WANTED = 1,   // something draws on it or reads it
    DRAWN_ON = 2, // by an alternative
    SHARED = 4,   // by more than one
    READ = 8,     // the market of a wanted item
};

// While a circuit is built. Counts are of the network's parts; 0 uses: not wanted.
typedef struct layout {
    kt_circuit *c;
    const kt_network *net;
    const kt_circuit_options *options;
    bool *item_wanted;       // [n_items] its market must be readable
    uint8_t *mix_mark;       // [n_mixes] mix_marks
    uint32_t *producer_uses; // [n_producers] sources that name it
    uint32_t *recipe_uses;   // [n_recipes] wanted producers that have it
    uint32_t *recipe_at;     // [n_recipes] here, once laid out
    uint32_t *order;         // [n_producers] scratch
    kt_pace pace;
    bool stopped;
} layout;

static bool counts(const layout *l, const kt_source *source)
{
    return source->share > 0.0 || l->options->places ||
           (l->options->reallocate && source->spare > 0.0);
}

static void want_mix(layout *l, uint32_t mix)
{
    const kt_network *net = l->net;
    if (l->mix_mark[mix] & WANTED)
        return;
    l->mix_mark[mix] |= WANTED;
    l->c->n_mixes++;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        if (!counts(l, &net->source[k]))
            continue;
        l->producer_uses[net->source[k].producer]++;
        l->c->n_sources++;
    }
}

// Of a recipe that is laid out as a tree: how many requirements go into parts; 0 of any other.
static uint32_t count_in_parts(const layout *l, uint32_t recipe)
{
    const kt_network *net = l->net;
    uint32_t n = 0;
    for (uint32_t k = net->recipe_requirement[recipe];
         !l->options->whole && k < net->recipe_requirement[recipe + 1]; k++)
        n += net->requirement[k].essential;
    return n > KT_CIRCUIT_WIDE ? n : 0;
}

static uint32_t count_parts(uint32_t n)
{
    return (n + KT_CIRCUIT_PART - 1) / KT_CIRCUIT_PART;
}

// Each part is a recipe, with a producer, and a requirement of what it is part of, with a mix.
static void want_parts(layout *l, uint32_t recipe)
{
    uint32_t n = 0;
    for (uint32_t level = count_in_parts(l, recipe); level > KT_CIRCUIT_WIDE; n += level)
        level = count_parts(level);
    l->c->n_recipes += n;
    l->c->n_producers += n;
    l->c->n_requirements += n;
    l->c->n_alternatives += n;
    l->c->n_mixes += n;
    l->c->n_sources += n;
}

static void want_recipe(layout *l, uint32_t recipe)
{
    const kt_network *net = l->net;
    if (l->recipe_uses[recipe]++ > 0)
        return;
    l->c->n_recipes++;
    want_parts(l, recipe);
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        l->c->n_requirements++;
        for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
             j++) {
            l->c->n_alternatives++;
            uint32_t mix = net->alternative[j].mix;
            l->mix_mark[mix] |= l->mix_mark[mix] & DRAWN_ON ? SHARED : DRAWN_ON;
            want_mix(l, mix);
        }
    }
}

static bool reached(const layout *l, uint32_t item)
{
    uint8_t marks = 0;
    for (uint32_t m = l->net->item[item].mix; m < l->net->item[item + 1].mix; m++)
        marks |= l->mix_mark[m];
    return marks & WANTED;
}

static void mark_item(layout *l, uint32_t i)
{
    const kt_network *net = l->net;
    if (!l->item_wanted[i] && !reached(l, i))
        return;
    bool read =
        l->item_wanted[i] || (l->options->markets && net->item[i].market == KT_MARKET_REFERENCE);
    if (read)
        l->mix_mark[net->item[i].mix] |= READ;
    if (read || !l->options->lean)
        want_mix(l, net->item[i].mix);
    l->c->n_steps++;
    for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
        if (l->producer_uses[p] > 0) {
            l->c->n_producers++;
            want_recipe(l, net->producer[p].recipe);
        }
    }
}

// False when the work is to end. An item costs as much as it has sources.
static bool goes_on(layout *l, uint32_t item)
{
    const kt_network *net = l->net;
    uint64_t n = net->mix_source[net->item[item + 1].mix] - net->mix_source[net->item[item].mix];
    l->stopped |= kt_control_spend(&l->pace, 16 * (n + 1));
    return !l->stopped;
}

static void mark(layout *l)
{
    const kt_circuit_options *o = l->options;
    for (uint32_t k = 0; o->item != NULL && k < o->n_items; k++)
        l->item_wanted[o->item[k]] = true;
    if (o->item == NULL)
        memset(l->item_wanted, true, l->net->n_items * sizeof *l->item_wanted);
    for (uint32_t i = l->net->n_items; i-- > 0 && goes_on(l, i);)
        mark_item(l, i);
}

// A mix that one alternative draws on, and that is read nowhere else, is worked out there.
static bool mix_is_stored(const layout *l, uint32_t mix)
{
    uint8_t marks = l->mix_mark[mix];
    return !l->options->lean || (marks & (DRAWN_ON | SHARED | READ)) != DRAWN_ON;
}

static bool allocate(kt_circuit *c, const kt_circuit_options *options)
{
    const kt_network *net = c->network;
    size_t n_sources = (size_t)c->n_sources + KT_CIRCUIT_AHEAD;
    const struct {
        void *array; // address of the member
        size_t n, size;
    } parts[] = {
        {&c->item_step, (size_t)net->n_items + 1, sizeof *c->item_step},
        {&c->step_recipe, (size_t)c->n_steps + 1, sizeof *c->step_recipe},
        {&c->step_mix_row, (size_t)c->n_steps + 1, sizeof *c->step_mix_row},
        {&c->recipe_step, (size_t)c->n_recipes + 1, sizeof *c->recipe_step},
        {&c->recipe_producer, (size_t)c->n_recipes + 1, sizeof *c->recipe_producer},
        {&c->mix_row_step, (size_t)c->n_mixes + 1, sizeof *c->mix_row_step},
        {&c->row_item, (size_t)c->n_mixes + 1, sizeof *c->row_item},
        {&c->row_mix, (size_t)c->n_mixes + 1, sizeof *c->row_mix},
        {&c->producer_recipe, (size_t)c->n_producers + 1, sizeof *c->producer_recipe},
        {&c->recipe_requirement, (size_t)c->n_recipes + 1, sizeof *c->recipe_requirement},
        {&c->requirement, (size_t)c->n_requirements + 1, sizeof *c->requirement},
        {&c->alternative, (size_t)c->n_alternatives + 1, sizeof *c->alternative},
        {&c->mix_row, (size_t)c->n_mixes + KT_CIRCUIT_CONSTANTS, sizeof *c->mix_row},
        {&c->mix_shares.word, kt_bitset_words(c->n_mixes), sizeof *c->mix_shares.word},
        {&c->mix_source, (size_t)c->n_mixes + 1, sizeof *c->mix_source},
        {&c->source_recipe, n_sources, sizeof *c->source_recipe},
        {&c->source_producer, n_sources, sizeof *c->source_producer},
        {&c->source_share, n_sources, sizeof *c->source_share},
        {&c->source_share_f, options->single ? n_sources : 0, sizeof *c->source_share_f},
        {&c->requirement_at, (size_t)net->n_requirements + 1, sizeof *c->requirement_at},
        {&c->producer_at, (size_t)net->n_producers + 1, sizeof *c->producer_at},
        {&c->mix_at, (size_t)net->n_mixes + 1, sizeof *c->mix_at},
        {&c->recipe_user, (size_t)c->n_recipes + 2, sizeof *c->recipe_user},
        {&c->user_mix, n_sources, sizeof *c->user_mix},
        {&c->mix_user, (size_t)c->n_mixes + 2, sizeof *c->mix_user},
        {&c->user_recipe, (size_t)c->n_alternatives + 1, sizeof *c->user_recipe},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].n == 0)
            continue;
        void *array = calloc(parts[i].n, parts[i].size);
        if (array == NULL)
            return false;
        kt_pages_enlarge(array, parts[i].n * parts[i].size);
        memcpy(parts[i].array, &array, sizeof array);
    }
    memset(c->producer_at, 0xFF, net->n_producers * sizeof *c->producer_at); // KT_NO_ROW
    memset(c->requirement_at, 0xFF, net->n_requirements * sizeof *c->requirement_at);
    memset(c->item_step, 0xFF, net->n_items * sizeof *c->item_step);
    memset(c->mix_at, 0xFF, net->n_mixes * sizeof *c->mix_at);
    memset(c->row_item, 0xFF, c->n_mixes * sizeof *c->row_item);
    return true;
}

// The layout counts up again what marking has counted.
static void begin(kt_circuit *c)
{
    c->n_steps = c->n_producers = c->n_recipes = c->n_requirements = 0;
    c->n_alternatives = c->n_mixes = 0;
    c->n_sources = 0;
}

static void lay_mix(layout *l, uint32_t mix)
{
    const kt_network *net = l->net;
    kt_circuit *c = l->c;
    uint32_t at = c->n_mixes++;
    c->mix_at[mix] = at;
    c->mix_row[at] = KT_NO_ROW;
    for (uint64_t k = net->mix_source[mix]; k < net->mix_source[mix + 1]; k++) {
        const kt_source *source = &net->source[k];
        if (!counts(l, source))
            continue;
        double share = l->options->reallocate ? source->share + source->spare : source->share;
        assert(c->producer_at[source->producer] != KT_NO_ROW); // sources come before what buys
        uint32_t producer = c->producer_at[source->producer];
        c->source_producer[c->n_sources] = producer;
        c->source_recipe[c->n_sources] = c->producer_recipe[producer];
        if (c->recipe_producer[c->producer_recipe[producer]] == KT_NO_ROW)
            kt_bitset_add(&c->mix_shares, at);
        c->source_share[c->n_sources] = share;
        if (c->source_share_f != NULL)
            c->source_share_f[c->n_sources] = (float)share;
        c->n_sources++;
    }
    c->mix_source[c->n_mixes] = c->n_sources;
    if (mix_is_stored(l, mix)) {
        c->mix_row[at] = c->n_mix_rows;
        c->row_mix[c->n_mix_rows++] = at;
    }
}

// A requirement of the network, as the next one of the recipe at hand.
static void lay_requirement(layout *l, uint32_t k)
{
    const kt_network *net = l->net;
    kt_circuit *c = l->c;
    c->requirement_at[k] = c->n_requirements;
    c->requirement[c->n_requirements] = net->requirement[k];
    c->requirement[c->n_requirements].alternative = c->n_alternatives;
    for (uint32_t j = net->requirement[k].alternative; j < net->requirement[k + 1].alternative;
         j++) {
        uint32_t mix = net->alternative[j].mix;
        if (c->mix_at[mix] == KT_NO_ROW) // its only use
            lay_mix(l, mix);
        c->alternative[c->n_alternatives++] = c->mix_at[mix];
    }
    c->requirement[++c->n_requirements].alternative = c->n_alternatives;
}

static uint32_t end_recipe(kt_circuit *c)
{
    uint32_t at = c->n_recipes++;
    c->recipe_requirement[c->n_recipes] = c->n_requirements;
    c->recipe_producer[at] = KT_NO_ROW;
    return at;
}

// The requirements laid since the last recipe are a part.
static void end_part(kt_circuit *c)
{
    uint32_t at = end_recipe(c);
    c->recipe_producer[at] = c->n_producers;
    c->producer_recipe[c->n_producers++] = at;
}

// What is made of a part, as the next requirement of the recipe at hand.
static void lay_part(kt_circuit *c, uint32_t part)
{
    uint32_t mix = c->n_mixes++;
    c->mix_row[mix] = KT_NO_ROW;
    c->source_producer[c->n_sources] = c->recipe_producer[part];
    c->source_recipe[c->n_sources] = part;
    c->source_share[c->n_sources] = 1.0;
    if (c->source_share_f != NULL)
        c->source_share_f[c->n_sources] = 1.0F;
    c->mix_source[c->n_mixes] = ++c->n_sources;
    c->requirement[c->n_requirements] =
        (kt_requirement){.alternative = c->n_alternatives, .essential = true};
    c->alternative[c->n_alternatives++] = mix;
    c->requirement[++c->n_requirements].alternative = c->n_alternatives;
}

typedef struct parts {
    uint32_t first, n; // recipes of the circuit
} parts;

static bool ends_part(uint32_t laid, uint32_t n)
{
    return laid % KT_CIRCUIT_PART == 0 || laid == n;
}

// The parts that a recipe is the scarcest of; none where it is no tree.
static parts lay_parts(layout *l, uint32_t recipe)
{
    const kt_network *net = l->net;
    kt_circuit *c = l->c;
    uint32_t n = count_in_parts(l, recipe);
    uint32_t laid = 0;
    parts level = {c->n_recipes, count_parts(n)};
    for (uint32_t k = net->recipe_requirement[recipe]; laid < n; k++) {
        if (!net->requirement[k].essential)
            continue;
        lay_requirement(l, k);
        if (ends_part(++laid, n))
            end_part(c);
    }
    while (level.n > KT_CIRCUIT_WIDE) {
        parts above = {c->n_recipes, count_parts(level.n)};
        for (uint32_t i = 0; i < level.n; i++) {
            lay_part(c, level.first + i);
            if (ends_part(i + 1, level.n))
                end_part(c);
        }
        level = above;
    }
    return level;
}

static void lay_recipe(layout *l, uint32_t recipe)
{
    const kt_network *net = l->net;
    parts of = lay_parts(l, recipe);
    for (uint32_t i = 0; i < of.n; i++)
        lay_part(l->c, of.first + i);
    for (uint32_t k = net->recipe_requirement[recipe]; k < net->recipe_requirement[recipe + 1];
         k++) {
        if (of.n == 0 || !net->requirement[k].essential)
            lay_requirement(l, k);
    }
    l->recipe_at[recipe] = end_recipe(l->c);
}

// 0 for the most used.
static unsigned use_class(uint32_t uses)
{
    return (unsigned)__builtin_clz(uses | (FEW_USES - 1));
}

// The wanted producers of an item into `order`, by class and as they come within one: so that
// laying them out still reads the network forwards. Returns how many.
static uint32_t order_by_use(layout *l, uint32_t first, uint32_t end)
{
    uint32_t next[USE_CLASSES] = {0};
    uint32_t n = 0;
    for (uint32_t p = first; p < end; p++) {
        if (l->producer_uses[p] > 0)
            next[use_class(l->producer_uses[p])]++;
    }
    for (unsigned k = 0; k < USE_CLASSES; k++) {
        uint32_t n_class = next[k];
        next[k] = n;
        n += n_class;
    }
    for (uint32_t p = first; p < end; p++) {
        if (l->producer_uses[p] > 0)
            l->order[next[use_class(l->producer_uses[p])]++] = p;
    }
    return n;
}

static void lay_producers(layout *l, uint32_t i)
{
    const kt_network *net = l->net;
    kt_circuit *c = l->c;
    for (uint32_t p = net->item[i].producer; p < net->item[i + 1].producer; p++) {
        uint32_t recipe = net->producer[p].recipe;
        if (l->producer_uses[p] > 0 && l->recipe_uses[recipe] > 1 &&
            l->recipe_at[recipe] == KT_NO_ROW)
            lay_recipe(l, recipe);
    }
    uint32_t n = order_by_use(l, net->item[i].producer, net->item[i + 1].producer);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t recipe = net->producer[l->order[k]].recipe;
        if (l->recipe_at[recipe] == KT_NO_ROW) {
            lay_recipe(l, recipe);
            c->recipe_producer[l->recipe_at[recipe]] = c->n_producers;
        }
        c->producer_at[l->order[k]] = c->n_producers;
        c->producer_recipe[c->n_producers++] = l->recipe_at[recipe];
    }
}

static void lay_item(layout *l, uint32_t i)
{
    const kt_network *net = l->net;
    kt_circuit *c = l->c;
    if (!reached(l, i))
        return;
    lay_producers(l, i);
    for (uint32_t m = net->item[i].mix; m < net->item[i + 1].mix; m++) {
        if ((l->mix_mark[m] & WANTED) && mix_is_stored(l, m))
            lay_mix(l, m);
    }
    c->item_step[i] = c->n_steps++;
    c->step_recipe[c->n_steps] = c->n_recipes;
    c->step_mix_row[c->n_steps] = c->n_mix_rows;
}

// Which step a row belongs to, and of which item's market a stored mix is.
static void find_steps(kt_circuit *c)
{
    const kt_network *net = c->network;
    for (uint32_t step = 0; step < c->n_steps; step++) {
        for (uint32_t r = c->step_recipe[step]; r < c->step_recipe[step + 1]; r++)
            c->recipe_step[r] = step;
        for (uint32_t m = c->step_mix_row[step]; m < c->step_mix_row[step + 1]; m++)
            c->mix_row_step[m] = step;
    }
    for (uint32_t i = 0; i < net->n_items; i++) {
        uint32_t mix = net->item[i].mix < net->n_mixes ? c->mix_at[net->item[i].mix] : KT_NO_ROW;
        if (mix != KT_NO_ROW && c->mix_row[mix] != KT_NO_ROW)
            c->row_item[c->mix_row[mix]] = i;
    }
}

// Links each recipe to the mixes that draw on what is made of it; `met` of a recipe is 1 more than
// the last such mix. Counts where `place` is false.
static void link_recipes(kt_circuit *c, uint32_t *met, bool place)
{
    uint64_t *of_recipe = c->recipe_user + 1; // become the starts once everything is placed
    memset(met, 0, ((size_t)c->n_recipes + 1) * sizeof *met);
    for (uint32_t m = 0; m < c->n_mixes; m++) {
        for (uint64_t k = c->mix_source[m]; k < c->mix_source[m + 1]; k++) {
            uint32_t r = c->source_recipe[k];
            if (met[r] == m + 1)
                continue;
            met[r] = m + 1;
            if (place)
                c->user_mix[of_recipe[r]++] = m;
            else
                of_recipe[r + 1]++;
        }
    }
}

static void link_mixes(kt_circuit *c)
{
    uint32_t *of_mix = c->mix_user + 1;
    for (uint32_t j = 0; j < c->n_alternatives; j++)
        of_mix[c->alternative[j] + 1]++;
    for (uint32_t m = 0; m < c->n_mixes; m++)
        of_mix[m + 1] += of_mix[m];
    for (uint32_t r = 0; r < c->n_recipes; r++) {
        uint32_t first = c->requirement[c->recipe_requirement[r]].alternative;
        uint32_t end = c->requirement[c->recipe_requirement[r + 1]].alternative;
        for (uint32_t j = first; j < end; j++)
            c->user_recipe[of_mix[c->alternative[j]]++] = r;
    }
}

static bool link_back(kt_circuit *c)
{
    uint32_t *met = malloc(((size_t)c->n_recipes + 1) * sizeof *met);
    if (met == NULL)
        return false;
    link_recipes(c, met, false);
    for (uint32_t r = 0; r < c->n_recipes; r++)
        c->recipe_user[r + 2] += c->recipe_user[r + 1];
    link_recipes(c, met, true);
    link_mixes(c);
    free(met);
    return true;
}

static bool open_layout(layout *l)
{
    const kt_network *net = l->net;
    l->item_wanted = calloc((size_t)net->n_items + 1, sizeof *l->item_wanted);
    l->mix_mark = calloc((size_t)net->n_mixes + 1, sizeof *l->mix_mark);
    l->producer_uses = calloc((size_t)net->n_producers + 1, sizeof *l->producer_uses);
    l->recipe_uses = calloc((size_t)net->n_recipes + 1, sizeof *l->recipe_uses);
    l->recipe_at = malloc(((size_t)net->n_recipes + 1) * sizeof *l->recipe_at);
    l->order = malloc(((size_t)net->n_producers + 1) * sizeof *l->order);
    if (l->item_wanted == NULL || l->mix_mark == NULL || l->producer_uses == NULL ||
        l->recipe_uses == NULL || l->recipe_at == NULL || l->order == NULL)
        return false;
    memset(l->recipe_at, 0xFF, net->n_recipes * sizeof *l->recipe_at); // KT_NO_ROW
    return true;
}

static void close_layout(layout *l)
{
    free(l->item_wanted);
    free(l->mix_mark);
    free(l->producer_uses);
    free(l->recipe_uses);
    free(l->recipe_at);
    free(l->order);
}

// Bytes that laying it out will write to: what is shared is linked back once.
static uint64_t surely_taken(const kt_circuit *marked)
{
    return kt_circuit_bytes(marked) - marked->n_sources * sizeof *marked->user_mix;
}

kt_status kt_circuit_open(kt_circuit *out, const kt_network *net, const kt_circuit_options *options,
                          kt_error *err)
{
    static const kt_circuit_options EVERYTHING = {0};
    layout l = {.c = out, .net = net, .options = options == NULL ? &EVERYTHING : options};
    *out = (kt_circuit){.network = net, .places = l.options->places, .whole = l.options->whole};
    l.pace.control = l.options->control;
    bool whole = open_layout(&l);
    if (whole) {
        mark(&l);
        kt_status room = l.stopped ? KT_OK : kt_room_ask(surely_taken(out), err);
        if (room != KT_OK) {
            close_layout(&l);
            *out = (kt_circuit){0};
            return room;
        }
        whole = !l.stopped && allocate(out, l.options);
    }
    const kt_circuit marked = *out;
    if (whole) {
        begin(out);
        for (uint32_t i = 0; i < net->n_items && goes_on(&l, i); i++)
            lay_item(&l, i);
    }
    whole = whole && !l.stopped;
    if (whole) {
        assert(out->n_sources == marked.n_sources && out->n_producers == marked.n_producers);
        assert(out->n_mixes == marked.n_mixes && out->n_recipes == marked.n_recipes);
        assert(out->n_steps == marked.n_steps && out->n_alternatives == marked.n_alternatives);
        for (uint32_t k = 0; k < KT_CIRCUIT_CONSTANTS; k++)
            out->mix_row[out->n_mixes + k] = out->n_mix_rows + k;
        find_steps(out);
        whole = link_back(out);
    }
    close_layout(&l);
    if (whole)
        return KT_OK;
    kt_circuit_close(out);
    return kt_control_failed(l.options->control, err);
}

void kt_circuit_close(kt_circuit *c)
{
    free(c->item_step);
    free(c->step_recipe);
    free(c->recipe_step);
    free(c->recipe_producer);
    free(c->producer_recipe);
    free(c->recipe_user);
    free(c->mix_shares.word);
    free(c->source_recipe);
    free(c->step_mix_row);
    free(c->mix_row_step);
    free(c->row_item);
    free(c->row_mix);
    free(c->recipe_requirement);
    free(c->requirement);
    free(c->alternative);
    free(c->mix_row);
    free(c->mix_source);
    free(c->source_producer);
    free(c->source_share);
    free(c->source_share_f);
    free(c->requirement_at);
    free(c->producer_at);
    free(c->mix_at);
    free(c->user_mix);
    free(c->mix_user);
    free(c->user_recipe);
    *c = (kt_circuit){0};
}

uint32_t kt_circuit_recipe_with(const kt_circuit *c, uint32_t requirement)
{
    uint32_t low = 0;
    uint32_t high = c->n_recipes;
    assert(requirement < c->n_requirements);
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (c->recipe_requirement[middle] <= requirement)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint64_t kt_circuit_bytes(const kt_circuit *c)
{
    uint64_t a_source = 3 * sizeof(uint32_t) + sizeof(double);
    if (c->source_share_f != NULL)
        a_source += sizeof(float);
    uint64_t a_producer = sizeof(uint32_t);
    uint64_t a_recipe = 3 * sizeof(uint32_t) + sizeof(uint64_t);
    uint64_t a_mix = 3 * sizeof(uint32_t) + sizeof(uint64_t);
    return c->n_sources * a_source + c->n_producers * a_producer + c->n_recipes * a_recipe +
           c->n_mixes * a_mix + c->n_requirements * sizeof(kt_requirement) +
           (uint64_t)c->n_alternatives * 2 * sizeof(uint32_t) +
           ((uint64_t)c->network->n_producers + c->network->n_requirements + c->network->n_mixes +
            c->network->n_items) *
               sizeof(uint32_t);
}

// Errors of a part's inputs → error of the part. `u` is half the spacing of floats at 1.
static const double U = FLT_EPSILON / 2.0;

static double mix_error(const kt_circuit *c, const double *of_recipe, uint32_t m)
{
    double n = (double)(c->mix_source[m + 1] - c->mix_source[m]);
    double sum = 0.0;
    double error = 0.0;
    for (uint64_t k = c->mix_source[m]; k < c->mix_source[m + 1]; k++) {
        sum += c->source_share[k];
        error += c->source_share[k] * of_recipe[c->source_recipe[k]];
    }
    double gamma = (n + 1.0) * U / (1.0 - (n + 1.0) * U); // n sums and products, rounded shares
    return error + gamma * (sum + error);
}

static double recipe_error(const kt_circuit *c, const double *of_recipe, const double *of_mix,
                           uint32_t r)
{
    double worst = 0.0; // of the essential requirements
    double loss = 0.0;
    double weight = 0.0;
    double n = 0.0;
    for (uint32_t k = c->recipe_requirement[r]; k < c->recipe_requirement[r + 1]; k++) {
        double error = 0.0;
        for (uint32_t j = c->requirement[k].alternative; j < c->requirement[k + 1].alternative;
             j++) {
            uint32_t m = c->alternative[j];
            double its = c->mix_row[m] == KT_NO_ROW ? mix_error(c, of_recipe, m) : of_mix[m];
            error = its > error ? its : error;
        }
        if (c->requirement[k].essential) {
            worst = error > worst ? error : worst;
        } else {
            loss += c->requirement[k].weight * error;
            weight += c->requirement[k].weight;
            n += 1.0;
        }
    }
    double gamma =
        (n + 3.0) * U / (1.0 - (n + 3.0) * U); // two subtractions and the weight's rounding
    double rest = n > 0.0 ? loss + gamma * (1.0 + weight + loss) : 0.0;
    return rest > worst ? rest : worst;
}

kt_status kt_circuit_float_bound(double *out, const kt_circuit *c, uint32_t item, kt_error *err)
{
    assert(item < c->network->n_items);
    uint32_t wanted = c->mix_at[c->network->item[item].mix];
    double *of_recipe = calloc((size_t)c->n_recipes + 1, sizeof *of_recipe);
    double *of_mix = calloc((size_t)c->n_mixes + 1, sizeof *of_mix);
    bool whole = of_recipe != NULL && of_mix != NULL;
    for (uint32_t s = 0; whole && s < c->n_steps; s++) {
        for (uint32_t r = c->step_recipe[s]; r < c->step_recipe[s + 1]; r++) {
            double error = recipe_error(c, of_recipe, of_mix, r);
            of_recipe[r] = error + 2.0 * U * (1.0 + error); // a(p), rounded, times it
        }
        for (uint32_t row = c->step_mix_row[s]; row < c->step_mix_row[s + 1]; row++)
            of_mix[c->row_mix[row]] = mix_error(c, of_recipe, c->row_mix[row]);
    }
    *out = whole && wanted != KT_NO_ROW ? of_mix[wanted] : (double)NAN;
    free(of_recipe);
    free(of_mix);
    return whole ? KT_OK : kt_error_no_memory(err);
}
