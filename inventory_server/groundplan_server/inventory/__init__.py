"""Hosts, groups and variables for Ansible and Nornir, in one answer."""
