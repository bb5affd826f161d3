// SPDX-License-Identifier: EUPL-1.2
// Reads what Linux says under /proc and /sys/fs/cgroup: some ten small files, a tenth of a
// millisecond. What cannot be read says nothing, and then nothing is refused. Both versions of
// control groups: a group is asked together with those above it, as the least of them counts.
#include "base/room.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { TEXT = 8192, PATH = 4096, ESTIMATE = 16 };

static const uint64_t NOT_SAID = UINT64_MAX;

static const char MOUNT[] = "/sys/fs/cgroup";

// The beginning of a file; "" where it cannot be read.
static void read_text(char text[TEXT], const char *path)
{
    size_t length = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    while (file >= 0 && length < TEXT - 1) {
        ssize_t n = read(file, text + length, TEXT - 1 - length);
        if (n <= 0)
            break;
        length += (size_t)n;
    }
    if (file >= 0)
        close(file);
    text[length] = '\0';
}

uint64_t kt_room_number(const char *limit)
{
    char *end;
    unsigned long long value = strtoull(limit, &end, 10);
    return end == limit || *limit == '-' ? NOT_SAID : value;
}

// The number in the line that begins with `key`.
static uint64_t value_of(const char *text, const char *key)
{
    size_t length = strlen(key);
    while (text != NULL && *text != '\0') {
        if (strncmp(text, key, length) == 0)
            return kt_room_number(text + length + strspn(text + length, " \t"));
        text = strchr(text, '\n');
        text = text == NULL ? NULL : text + 1;
    }
    return NOT_SAID;
}

static uint64_t or_zero(uint64_t value)
{
    return value == NOT_SAID ? 0 : value;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t kt_room_of_machine(const char *meminfo)
{
    uint64_t available = value_of(meminfo, "MemAvailable:");
    if (available == NOT_SAID)
        return NOT_SAID;
    return (available + or_zero(value_of(meminfo, "SwapFree:"))) * 1024;
}

// Files that a group keeps in memory are given back, and so is what the kernel remembers of files
// and folders (slab_reclaimable; version 1 does not count it as the group's); shared memory, which
// counts as files, is not. Version 1 counts what groups below use in lines of their own: total_.
uint64_t kt_room_of_group(const char *limit, const char *used, const char *stat)
{
    uint64_t most = kt_room_number(limit);
    uint64_t taken = kt_room_number(used);
    if (most == NOT_SAID || taken == NOT_SAID)
        return NOT_SAID;
    bool version_1 = value_of(stat, "total_cache ") != NOT_SAID;
    uint64_t kept = or_zero(value_of(stat, version_1 ? "total_cache " : "file "));
    uint64_t shared = or_zero(value_of(stat, version_1 ? "total_shmem " : "shmem "));
    uint64_t slab = or_zero(value_of(stat, "slab_reclaimable "));
    taken -= least(taken, kept - least(kept, shared));
    taken -= least(taken, slab);
    return most > taken ? most - taken : 0;
}

// The names of the two versions.
typedef struct group_files {
    const char *folder, *limit, *used;
} group_files;

static const group_files VERSION_1 = {"/memory", "memory.limit_in_bytes", "memory.usage_in_bytes"};
static const group_files VERSION_2 = {"", "memory.max", "memory.current"};

static void read_of_group(char text[TEXT], const char *folder, const char *name)
{
    char path[PATH];
    text[0] = '\0';
    if (snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path)
        read_text(text, path);
}

static uint64_t read_group(const char *folder, const group_files *files)
{
    char limit[TEXT];
    char used[TEXT];
    char stat[TEXT];
    read_of_group(limit, folder, files->limit);
    read_of_group(used, folder, files->used);
    read_of_group(stat, folder, "memory.stat");
    return kt_room_of_group(limit, used, stat);
}

// The group at `path` and those above it, up to the mount. A group may use swap beside its limit:
// that counts as room of the machine does.
static uint64_t room_of_groups(const char *path, size_t length, const group_files *files)
{
    char folder[PATH];
    size_t start = strlen(MOUNT) + strlen(files->folder);
    uint64_t room = NOT_SAID;
    if (start + length >= sizeof folder)
        return NOT_SAID;
    snprintf(folder, sizeof folder, "%s%s%.*s", MOUNT, files->folder, (int)length, path);
    for (;;) {
        room = least(room, read_group(folder, files));
        char *slash = strrchr(folder, '/');
        if (slash == NULL || (size_t)(slash - folder) < start)
            return room;
        *slash = '\0';
    }
}

// The lines of /proc/self/cgroup: "4:memory:/path" and "0::/path".
static uint64_t room_of_control_groups(uint64_t swap)
{
    char text[TEXT];
    uint64_t room = NOT_SAID;
    read_text(text, "/proc/self/cgroup");
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        const char *first = memchr(line, ':', length);
        const char *second =
            first == NULL ? NULL : memchr(first + 1, ':', length - (size_t)(first + 1 - line));
        if (second != NULL) {
            bool version_2 = second == first + 1;
            size_t names = (size_t)(second - first) - 1;
            bool memory = names == 6 && strncmp(first + 1, "memory", 6) == 0;
            if (version_2 || memory)
                room = least(room, room_of_groups(second + 1, length - (size_t)(second + 1 - line),
                                                  version_2 ? &VERSION_2 : &VERSION_1));
        }
        line += length + (line[length] == '\n');
    }
    return room > NOT_SAID - swap ? NOT_SAID : room + swap;
}

static uint64_t room_of_address_space(void)
{
    char text[TEXT];
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return NOT_SAID;
    read_text(text, "/proc/self/statm"); // the first number: pages of the address space
    uint64_t pages = kt_room_number(text);
    long page = sysconf(_SC_PAGESIZE);
    if (pages == NOT_SAID || page <= 0)
        return NOT_SAID;
    uint64_t used = pages * (uint64_t)page;
    return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

uint64_t kt_room_free(void)
{
    char meminfo[TEXT];
    read_text(meminfo, "/proc/meminfo");
    uint64_t swap = or_zero(value_of(meminfo, "SwapFree:")) * 1024;
    uint64_t room = least(kt_room_of_machine(meminfo), room_of_control_groups(swap));
    return least(room, room_of_address_space());
}

kt_status kt_room_ask(uint64_t bytes, kt_error *err)
{
    static const uint64_t MB = 1000000;
    if (bytes < KT_ROOM_SMALL)
        return KT_OK;
    uint64_t room = kt_room_free();
    if (bytes <= room ||
        bytes - room <= room / ESTIMATE) // what the system can give back is its guess
        return KT_OK;
    return kt_error_set(err, KT_NO_RESOURCES,
                        "too large for the memory that is free: the next step needs %llu MB, and "
                        "%llu MB are free",
                        (unsigned long long)((bytes + MB - 1) / MB),
                        (unsigned long long)(room / MB));
}
