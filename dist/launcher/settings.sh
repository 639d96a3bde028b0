# settings.sh: the names of one deployment, all from BRUME_NAME and BRUME_HOME, so that several live side by side.

# The command line program takes a BRUME_HOME in the environment for the user's deliberate choice, so none is put there
# unless a deployment was named.
if [ -n "${BRUME_NAME:-}" ] && [ "$BRUME_NAME" != brume ]; then export BRUME_HOME=${BRUME_HOME:-/var/lib/brume-$BRUME_NAME}; fi
BRUME_NAME=${BRUME_NAME:-brume}
BRUME_HOME=${BRUME_HOME:-/var/lib/brume}
BRUME_CACHE=${BRUME_CACHE:-/var/cache/brume}       # images, downloaded packages: may be deleted at any time
HOST_STATE=/var/lib/brume-host                     # what the launcher did to this machine, for all deployments
PROPERTIES=$BRUME_HOME/director.properties
LOG_FILE=$BRUME_HOME/log/launcher.log
DIST=$BRUME_ROOT/dist
BUILT=$DIST/target/brume                           # what the Java build leaves

# A network interface has at most 15 characters: "brume" + name + "0".
[[ $BRUME_NAME =~ ^[a-z][a-z0-9-]{0,8}$ ]] \
  || fail "BRUME_NAME is \"$BRUME_NAME\": a deployment's name has 1 to 9 characters of a-z, 0-9 and -, a letter first."
[[ $BRUME_HOME == /* ]] || fail "BRUME_HOME is \"$BRUME_HOME\": give an absolute path."

if [ "$BRUME_NAME" = brume ]; then PROJECT=brume NETWORK=brume0
else PROJECT=brume-$BRUME_NAME NETWORK=brume${BRUME_NAME}0; fi
POOL=brume                                         # one storage pool for all deployments of this machine
IMAGE_ALIAS=services
IMAGE_CHOICE=$BRUME_HOME/image.services            # the services that the image was last chosen to have

# registered_home: where the deployment of this name lives on this machine; empty when there is none.
registered_home() { cat "$HOST_STATE/deployments/$BRUME_NAME" 2>/dev/null || true; }

# property KEY: a value of director.properties, empty when there is none.
property() { [ ! -f "$PROPERTIES" ] || sed -n "s/^$1=//p" "$PROPERTIES" | tail -n 1; }

[ "$(property deployment)" = "$BRUME_NAME" ] || [ ! -f "$PROPERTIES" ] \
  || fail "$BRUME_HOME belongs to deployment \"$(property deployment)\", not to \"$BRUME_NAME\"." "Set BRUME_NAME=$(property deployment), or choose another BRUME_HOME."

# Ports and subnet: what was settled at the first start, else what the user asks for, else the usual ones when they are free.
API_PORT=$(property api.port); API_PORT=${API_PORT:-${BRUME_API_PORT:-}}
AGENT_PORT=$(property agent.port); AGENT_PORT=${AGENT_PORT:-${BRUME_AGENT_PORT:-}}
SUBNET=$(property incus.subnet); SUBNET=${SUBNET:-${BRUME_SUBNET:-}}

director_pid() { # the director's process of this deployment, empty when it does not run
  local pid
  pid=$(cat "$BRUME_HOME/director.pid" 2>/dev/null) || return 0
  ! is_process "$pid" DirectorMain || echo "$pid"
}
is_process() { # is_process PID WORD: alive, and its command line has the word (a pid may have been given to another)
  [ -n "$1" ] && { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null | grep -q -- "$2"
}
alive() { # a process that ended but that nobody has waited for yet still has its number
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  [[ $stat != *") Z "* ]]
}
