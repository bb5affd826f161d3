// SPDX-License-Identifier: EUPL-1.2
// A network is frozen once it is built: here it is only searched and freed. The arrays are malloc
// memory and not an arena, since they grow while they are built and take a gigabyte for an economy.
#include "model/network.h"

#include <stdlib.h>
#include <string.h>

kt_network kt_network_borrow(const kt_network *network)
{
    kt_network copy = *network;
    copy.borrowed = true;
    return copy;
}

void kt_network_free(kt_network *net)
{
    if (net->borrowed) {
        *net = (kt_network){0};
        return;
    }
    free(net->item);
    free(net->producer);
    free(net->recipe_requirement);
    free(net->requirement);
    free(net->alternative);
    free(net->mix_source);
    free(net->mix_buyer);
    free(net->mix_item);
    free(net->source);
    free(net->item_of.row);
    *net = (kt_network){0};
}

kt_recipes kt_network_recipes(const kt_network *net, uint32_t item)
{
    kt_recipes r = {KT_NO_ROW, 0};
    for (uint32_t p = net->item[item].producer; p < net->item[item + 1].producer; p++) {
        uint32_t recipe = net->producer[p].recipe;
        r.first = recipe < r.first ? recipe : r.first;
        r.end = recipe >= r.end ? recipe + 1 : r.end;
    }
    return r.end == 0 ? (kt_recipes){0, 0} : r;
}

uint32_t kt_network_find(const kt_network *net, const char *id)
{
    kt_symbol symbol = kt_pool_find(&net->the_case->pool, id, strlen(id));
    return symbol == 0 ? KT_NO_ROW : kt_case_row(&net->item_of, symbol);
}
