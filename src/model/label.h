// SPDX-License-Identifier: EUPL-1.2
// What people call the tables, columns and choices of a case, in English; kt_lang_text gives the
// Dutch. The template prints them, the import understands them in both languages.
#ifndef KT_MODEL_LABEL_H
#define KT_MODEL_LABEL_H

typedef struct kt_label {
    const char *title;
    const char *help; // one sentence, "" where there is none
} kt_label;

// The name itself where it has no label.
const char *kt_label_table(const char *table);
const char *kt_label_about(const char *table); // one sentence
kt_label kt_label_column(const char *table, const char *column);
const char *kt_label_choice(const char *value);

// Position of the choice that `text` means: the value itself or its label in either language,
// letter case aside; -1 when it is none of them.
int kt_label_find(const char *const *choices, const char *text);

#endif
