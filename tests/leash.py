"""Becomes the given command, as the given user if root, and ends with its parent: PARENT_PID USER COMMAND…"""

import ctypes
import os
import pwd
import signal
import sys

SET_PARENT_DEATH_SIGNAL = 1  # linux/prctl.h

parent, user, *command = sys.argv[1:]
if os.geteuid() == 0:
    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGINT)  # forgotten by setuid, kept by exec
    if os.getppid() != int(parent):
        sys.exit("The parent is gone already.")
os.chdir("/")
try:
    os.execv(command[0], command)
except OSError as reason:
    sys.exit(f"{command[0]}: {reason.strerror}")
