/* The floor under any server: writes one frame to every socket, four times a second, and nothing else.
 *
 * loop BYTES: listens on a free loopback port, prints "ready PORT", accepts whoever comes, and reads nothing. After
 * SIGUSR2 it writes a text frame of BYTES bytes to each socket every 250 ms, until the next SIGUSR2. There is no
 * handshake: its clients expect frames from the first byte. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 20000, FRAME = 4096, EVERY_NS = 250000000 };

static volatile sig_atomic_t pulsing;
static int sockets[MOST], count;

static void toggle(int signal) { (void)signal; pulsing = !pulsing; }

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec + at.tv_nsec / 1e9;
}

static int listening(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) || listen(fd, 4096)) exit(1);
    getsockname(fd, (struct sockaddr *)&address, &size);
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static void welcome(int listener) {
    int one = 1, fd;
    while (count < MOST && (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        sockets[count++] = fd;
    }
}

/* A text frame that holds the moment of its making; the padding brings the whole to `bytes`. */
static int frame(char *into, int bytes) {
    char text[FRAME];
    int length = bytes - 4, used = snprintf(text, sizeof text, "42[\"pulse\",{\"sent\":%.9f,\"pad\":\"", now());
    memset(text + used, 'x', length - used - 3);
    memcpy(text + length - 3, "\"}]", 3);
    into[0] = (char)0x81, into[1] = 126, into[2] = (char)(length >> 8), into[3] = (char)(length & 255);
    memcpy(into + 4, text, length);
    return bytes;
}

int main(int arguments, char **argument) {
    int bytes = arguments > 1 ? atoi(argument[1]) : 300;
    if (bytes < 130 || bytes > FRAME) return 2;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGUSR2, toggle);
    int listener = listening();
    double due = 0;
    char bytes_of_frame[FRAME];
    for (;;) {
        struct pollfd asked = {.fd = listener, .events = POLLIN};
        double left = pulsing ? due - now() : 0.05;
        struct timespec wait = {0, left > 0 ? (long)(left * 1e9) : 0};
        if (ppoll(&asked, 1, &wait, NULL) > 0) welcome(listener);
        if (!pulsing) due = now();
        if (!pulsing || now() < due) continue;
        due += EVERY_NS / 1e9;
        int size = frame(bytes_of_frame, bytes);
        for (int place = 0; place < count; place++)
            if (write(sockets[place], bytes_of_frame, size) != size && errno == EAGAIN) return 3; /* too slow a reader */
    }
}
