// SPDX-License-Identifier: EUPL-1.2
// The five countries on which a case depends most, through the public C API alone:
//
//     cc assess.c $(pkg-config --cflags --libs keten) -o example && ./example data/cases/lcf
#include <stdio.h>

#include <keten.h>

static int print_countries(const char *path)
{
    kt_case *the_case = NULL;
    kt_assessment *assessment = NULL;
    kt_error error = {0};
    kt_status status = kt_open(&the_case, path, NULL, &error);
    if (status == KT_OK)
        status = kt_assess(&assessment, the_case, NULL, &error);
    if (status == KT_OK) {
        size_t n = 0;
        const kt_dependence *row = kt_assessment_dependence(assessment, KT_CLASS_COUNTRY, &n);
        printf("What %s loses without a country, at least and at most:\n",
               kt_assessment_target(assessment));
        for (size_t i = 0; i < n && i < 5; i++)
            printf("%-4s %5.1f %% %5.1f %%\n", row[i].id, 100.0 * row[i].dependence,
                   100.0 * row[i].dependence_upper);
    } else {
        fprintf(stderr, "%s\n", error.message);
    }
    kt_assessment_close(assessment);
    kt_close(the_case);
    return (int)status;
}

int main(int argc, char **argv)
{
    if (argc == 2)
        return print_countries(argv[1]);
    fprintf(stderr, "usage: %s CASE\n", argv[0]);
    return KT_BAD_USAGE;
}
