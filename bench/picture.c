// SPDX-License-Identifier: EUPL-1.2
// See picture.h.
#include "picture.h"

#include <math.h>

#include "base/buffer.h"
#include "base/save.h"

enum { WIDTH = 760, HEIGHT = 480, LEFT = 84, RIGHT = 232, TOP = 64, BOTTOM = 60 };

// Told apart without colour as well: the names stand beside the ends of the lines.
static const char *const COLOURS[] = {"#1b6ca8", "#c8553d", "#2e7d32", "#7b4f9d",
                                      "#b8860b", "#455a64", "#ad1457", "#00838f"};

typedef struct frame {
    double low_x, high_x, low_y, high_y; // powers of ten
} frame;

static frame frame_of(const bench_picture *p)
{
    frame f = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (size_t s = 0; s < p->n_series; s++) {
        for (size_t i = 0; i < p->series[s].n; i++) {
            f.low_x = fmin(f.low_x, log10(p->series[s].x[i]));
            f.high_x = fmax(f.high_x, log10(p->series[s].x[i]));
            f.low_y = fmin(f.low_y, log10(p->series[s].y[i]));
            f.high_y = fmax(f.high_y, log10(p->series[s].y[i]));
        }
    }
    f.low_x = floor(f.low_x + 1e-9);
    f.high_x = ceil(f.high_x - 1e-9);
    f.low_y = floor(f.low_y + 1e-9);
    f.high_y = ceil(f.high_y - 1e-9);
    return f;
}

static double at_x(const frame *f, double x)
{
    return LEFT + (log10(x) - f->low_x) / (f->high_x - f->low_x) * (WIDTH - LEFT - RIGHT);
}

static double at_y(const frame *f, double y)
{
    return HEIGHT - BOTTOM -
           (log10(y) - f->low_y) / (f->high_y - f->low_y) * (HEIGHT - TOP - BOTTOM);
}

static void draw_axes(kt_buffer *out, const bench_picture *p, const frame *f)
{
    for (double e = f->low_x; e <= f->high_x + 0.5; e += 1.0) {
        double x = at_x(f, pow(10.0, e));
        kt_buffer_format(out,
                         "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>"
                         "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">10<tspan dy=\"-5\" "
                         "font-size=\"9\">%.0f</tspan></text>\n",
                         x, TOP, x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 18, e);
    }
    for (double e = f->low_y; e <= f->high_y + 0.5; e += 1.0) {
        double y = at_y(f, pow(10.0, e));
        kt_buffer_format(out,
                         "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>"
                         "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">10<tspan dy=\"-5\" "
                         "font-size=\"9\">%.0f</tspan></text>\n",
                         LEFT, y, WIDTH - RIGHT, y, LEFT - 8, y + 4.0, e);
    }
    kt_buffer_format(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                     (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, p->x_title);
    kt_buffer_format(out,
                     "<text transform=\"translate(22 %d) rotate(-90)\" "
                     "text-anchor=\"middle\">%s</text>\n",
                     (TOP + HEIGHT - BOTTOM) / 2, p->y_title);
}

static void draw_series(kt_buffer *out, const bench_series *s, const frame *f, const char *colour)
{
    kt_buffer_format(out, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"",
                     colour, s->roof ? " stroke-dasharray=\"6 4\"" : "");
    for (size_t i = 0; i < s->n; i++)
        kt_buffer_format(out, "%.1f,%.1f ", at_x(f, s->x[i]), at_y(f, s->y[i]));
    kt_buffer_put(out, "\"/>\n");
    for (size_t i = 0; i < s->n && !s->roof; i++)
        kt_buffer_format(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n",
                         at_x(f, s->x[i]), at_y(f, s->y[i]), colour);
}

// Names in the margin, by height, a line apart; a thin line leads from the end of the series.
static void draw_names(kt_buffer *out, const bench_picture *p, const frame *f)
{
    bool named[64] = {false};
    double last = TOP - 18.0;
    for (size_t k = 0; k < p->n_series && k < 64; k++) {
        size_t next = 0;
        double highest = INFINITY;
        for (size_t s = 0; s < p->n_series && s < 64; s++) {
            const bench_series *one = &p->series[s];
            double y = one->n == 0 ? INFINITY : at_y(f, one->y[one->n - 1]);
            if (!named[s] && (y < highest || isinf(highest))) {
                highest = y;
                next = s;
            }
        }
        const bench_series *s = &p->series[next];
        named[next] = true;
        if (s->n == 0)
            continue;
        double y = highest > last + 18.0 ? highest : last + 18.0;
        const char *colour = COLOURS[next % (sizeof COLOURS / sizeof COLOURS[0])];
        kt_buffer_format(out,
                         "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"%s\" "
                         "stroke-width=\"0.7\"/><text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>\n",
                         at_x(f, s->x[s->n - 1]), highest, WIDTH - RIGHT + 14, y, colour,
                         WIDTH - RIGHT + 18, y + 4.0, colour, s->name);
        last = y;
    }
}

kt_status bench_picture_write(const bench_picture *p, const char *path, kt_error *err)
{
    kt_buffer out = {0};
    frame f = frame_of(p);
    kt_buffer_format(&out,
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                     "viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\" "
                     "fill=\"#222\">\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n"
                     "<text x=\"%d\" y=\"24\" font-size=\"16\" font-weight=\"bold\">%s</text>\n"
                     "<text x=\"%d\" y=\"44\" fill=\"#555\">%s</text>\n",
                     WIDTH, HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT, 22, p->title, 22, p->subtitle);
    draw_axes(&out, p, &f);
    for (size_t s = 0; s < p->n_series; s++)
        draw_series(&out, &p->series[s], &f, COLOURS[s % (sizeof COLOURS / sizeof COLOURS[0])]);
    draw_names(&out, p, &f);
    kt_buffer_put(&out, "</svg>\n");
    kt_status status =
        out.failed ? kt_error_no_memory(err) : kt_save_file(path, out.text, out.length, err);
    kt_buffer_free(&out);
    return status;
}
