// SPDX-License-Identifier: EUPL-1.2
// Any bytes as the XML of a sheet, inside a workbook that is sound: deeper than bytes that must
// first get past the archive.
#include <stdlib.h>
#include <string.h>

#include "format/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const PARTS[][2] = {
    {"_rels/.rels", "<R><Relationship Type='x/officeDocument' Target='w.xml'/></R>"},
    {"w.xml", "<w><sheet name='a' r:id='r1'/></w>"},
    {"_rels/w.xml.rels", "<R><Relationship Id='r1' Type='x/worksheet' Target='/s.xml'/></R>"},
};

static void put16(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static void put32(uint8_t *at, size_t value)
{
    put16(at, value & 0xFFFF);
    put16(at + 2, value >> 16);
}

static uint32_t checksum(const uint8_t *bytes, size_t length)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

typedef struct zip {
    uint8_t *bytes;
    size_t length;
    uint8_t directory[1000];
    size_t directory_length, n;
} zip;

// A stored entry: local header, bytes, and its line in the directory.
static void add(zip *z, const char *name, const uint8_t *bytes, size_t length)
{
    uint8_t local[30] = {'P', 'K', 3, 4, 20};
    uint8_t central[46] = {'P', 'K', 1, 2, 20, 0, 20};
    size_t name_length = strlen(name);
    put32(local + 14, checksum(bytes, length));
    put32(local + 18, length);
    put32(local + 22, length);
    put16(local + 26, name_length);
    memcpy(central + 16, local + 14, 12);
    put16(central + 28, name_length);
    put32(central + 42, z->length);
    memcpy(z->bytes + z->length, local, sizeof local);
    memcpy(z->bytes + z->length + 30, name, name_length);
    memcpy(z->bytes + z->length + 30 + name_length, bytes, length);
    z->length += 30 + name_length + length;
    memcpy(z->directory + z->directory_length, central, sizeof central);
    memcpy(z->directory + z->directory_length + 46, name, name_length);
    z->directory_length += 46 + name_length;
    z->n++;
}

static void finish(zip *z)
{
    uint8_t end[22] = {'P', 'K', 5, 6};
    put16(end + 8, z->n);
    put16(end + 10, z->n);
    put32(end + 12, z->directory_length);
    put32(end + 16, z->length);
    memcpy(z->bytes + z->length, z->directory, z->directory_length);
    memcpy(z->bytes + z->length + z->directory_length, end, sizeof end);
    z->length += z->directory_length + sizeof end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kt_arena arena = {0};
    kt_pool pool;
    kt_notes remarks = {0};
    kt_grid_list grids = {0};
    kt_error error;
    zip z = {.bytes = malloc(size + 4000)};
    if (size > 100000 || z.bytes == NULL || !kt_pool_open(&pool)) {
        free(z.bytes);
        return 0;
    }
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++)
        add(&z, PARTS[i][0], (const uint8_t *)PARTS[i][1], strlen(PARTS[i][1]));
    add(&z, "s.xml", data, size);
    finish(&z);
    kt_xlsx_place place = {"f.xlsx", &arena, &pool, &remarks};
    (void)kt_xlsx_read_bytes(&grids, z.bytes, z.length, place, &error);
    bool aside = false;
    for (size_t g = 0; g < grids.n; g++) {
        for (size_t r = 0; r < grids.grid[g].n_rows && !grids.grid[g].failed; r++)
            (void)kt_grid_merged(&grids.grid[g], r, 0, &aside);
    }
    kt_grid_free(&grids);
    kt_notes_free(&remarks);
    kt_pool_close(&pool);
    kt_arena_free(&arena);
    free(z.bytes);
    return 0;
}
