# one-off: takes over the customers of the old shop
import csv, sys

def load(path):
    try:
        for row in csv.reader(open(path, 'rb')):
            print "INSERT INTO accounts_user (email, full_name) VALUES ('%s', '%s');" % (row[0], row[1])
    except IOError, error:
        print >>sys.stderr, "cannot read", path, error

if __name__ == '__main__':
    load(sys.argv[1])
