package dev.reverb.server;

/** What {@code --help} prints: at most 80 columns, options by name. */
final class Help {

    static final String REVERB = """
            Usage: reverb [-hV] COMMAND
            A WebSocket server for the Pusher Channels protocol, as Laravel Reverb is.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              start  Runs the server until it is stopped by SIGTERM or Ctrl-C.""";

    static final String START = """
            Usage: reverb start [-hV] [--debug] [--playground] [--config=FILE]
                                [--host=ADDRESS] [--hostname=NAME] [--path=PATH]
                                [--port=PORT] [--transport=NAME]
            Runs the server until it is stopped by SIGTERM or Ctrl-C.
                  --config=FILE      JSON or YAML file with applications and settings.
                  --debug            Show the traffic.
              -h, --help             Show this help message and exit.
                  --host=ADDRESS     Address to listen on (0.0.0.0).
                  --hostname=NAME    Name under which clients reach the server; finds a
                                       Herd or Valet certificate.
                  --path=PATH        Prefix before all paths, such as /ws.
                  --playground       Serve the playground at / to everybody. With generated
                                       credentials it is there for this machine.
                  --port=PORT        TCP port to listen on (8080); 0 takes any free one.
                  --transport=NAME   What serves the network: jetty, the default, or
                                       undertow.
              -V, --version          Print version information and exit.

            Settings come from .env in the working directory, the environment
            (REVERB_APP_KEY and so on), the file of --config and these options; a later one
            wins.

            Exit status: 0 after a stop, 1 on an unexpected failure, 2 if it cannot start
            as it was asked to.""";

    private Help() {}
}
